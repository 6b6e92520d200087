"""A job as a page shows it: how far it has come and, when it has ended, what it gave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tamis.errors import TamisError, UsageError
from tamis.operations.handing_over.following import read_told
from tamis.operations.handing_over.wire import decode_verb
from tamis.server.context import Context
from tamis.store.application import Job, open_application


@dataclass(frozen=True)
class Followed:
    """A job; `step` is what it does now, `percent` how much of that is done where it tells. When it has ended, its
    `result` or its `error`, and the `verb` that was asked."""

    job: Job
    verb: Any
    step: str = ""
    percent: int | None = None
    result: Any = None
    error: TamisError | None = None

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.job.state in ("done", "failed")


def follow(context: Context, id: int) -> Followed:
    """A job as it stands. Raises UsageError for one that is not there."""
    with open_application(context.place.application) as application:
        job = application.jobs.get(id)
    if job is None:
        raise UsageError("This work is not known any more; its answer was kept for an hour.")
    verb = decode_verb(job.kind, job.arguments)
    if job.state not in ("done", "failed"):
        told = read_told(job.progress)
        step, total = told.steps[-1] if told.steps else ("", None)
        return Followed(job, verb, step, min(100, 100 * told.done // total) if total else None)
    try:
        return Followed(job, verb, result=context.desk.result(verb, id, within=0))
    except TamisError as error:
        return Followed(job, verb, error=error)
