"""Trainings that wait or run: of a model that is not in the list yet, too."""

from __future__ import annotations

from dataclasses import dataclass

from tamis.definitions.goal import read_goal
from tamis.operations.handing_over.wire import decode_verb
from tamis.operations.verbs import TrainModel
from tamis.operations.workspace import Workspace
from tamis.store.application import open_application


@dataclass(frozen=True)
class UnderWay:
    """The training of a model of an object's records, and the number of its job. `object` is empty for a goal with
    mistakes."""

    job: int
    key: str
    label: str
    object: str
    is_running: bool


def trainings_under_way(workspace: Workspace) -> tuple[UnderWay, ...]:
    """Those that run, then those that wait."""
    with open_application(workspace.application) as application:
        jobs = [*application.jobs.list(state="running"), *application.jobs.list(state="waiting")]
    asked = [(job, decode_verb(job.kind, job.arguments)) for job in jobs if job.kind == TrainModel.kind]
    return tuple(
        UnderWay(job.id, verb.key, *_named(verb), job.state == "running")
        for job, verb in asked
        if isinstance(verb, TrainModel)
    )


def _named(verb: TrainModel) -> tuple[str, str]:
    goal = read_goal((verb.file, verb.text)).goal
    return (goal.name, goal.object) if goal is not None else (verb.key, "")
