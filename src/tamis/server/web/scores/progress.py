"""How far a job is, in the words of whoever waits for it."""

from __future__ import annotations

from dataclasses import dataclass

from tamis.operations.handing_over.following import read_told
from tamis.server.context import Context
from tamis.server.french import spoken
from tamis.store.application import open_application


@dataclass(frozen=True)
class WorkStep:
    """One step of a job; `is_over`: the next has begun."""

    sentence: str
    is_over: bool


@dataclass(frozen=True)
class WorkProgress:
    """`state`: as of the job. `steps`: so far, in order."""

    state: str
    steps: tuple[WorkStep, ...]


def progress_of(context: Context, job: int) -> WorkProgress:
    """The progress of a job; one that is unknown has none."""
    with open_application(context.place.application) as application:
        found = application.jobs.get(job)
    if found is None:
        return WorkProgress("waiting", ())
    sentences = [sentence for sentence, _total in read_told(found.progress).steps]
    # What is done more than once stands where it was done first.
    steps = [WorkStep(spoken(sentence), sentence != sentences[-1]) for sentence in dict.fromkeys(sentences)]
    return WorkProgress(found.state, tuple(steps))
