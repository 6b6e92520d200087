"""Who waits for a model is told of its training before there is a model."""

from __future__ import annotations

from pathlib import Path

from tamis.operations.handing_over.wire import encode_verb
from tamis.operations.models.under_way import trainings_under_way
from tamis.operations.verbs import PredictModels, TrainModel
from tamis.operations.workspace import init_workspace
from tamis.store.application import open_application


def test_what_runs_comes_before_what_waits_and_other_work_is_none_of_it(tmp_path: Path) -> None:
    workspace = init_workspace(tmp_path / "work", time_zone="UTC")
    with open_application(workspace.application) as application:
        verbs = (TrainModel("key: a\nlabel: First\noutcome: {event: x}\n", "a"), PredictModels("a"))
        first, _ = [application.jobs.add(verb.kind, encode_verb(verb), 0) for verb in verbs]
        application.jobs.claim("somebody", 0, lease=60_000_000)
        second = application.jobs.add(TrainModel.kind, encode_verb(TrainModel("no goal", "b")), 0)
    found = trainings_under_way(workspace)
    assert [(each.job, each.key, each.label, each.is_running) for each in found] == [
        (first, "a", "First", True),
        (second, "b", "b", False),
    ]
