"""The jobs of a workspace: what waits, runs, is done or has failed, and why; and having a failed one done again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tamis.operations.rescore import micros_of
from tamis.operations.workspace import Workspace
from tamis.store.application import Job, open_application

MOST = 100


@dataclass(frozen=True)
class ListedJobs:
    """The newest jobs, newest first, as of an instant (microseconds since the epoch, UTC)."""

    jobs: tuple[Job, ...]
    as_of: int
    has_more: bool


def list_jobs(workspace: Workspace, *, now: Callable[[], datetime], failed: bool = False) -> ListedJobs:
    """The newest hundred jobs of a workspace, or of its failed ones."""
    with open_application(workspace.application) as application:
        found = application.jobs.list(state="failed" if failed else None, most=MOST + 1)
    return ListedJobs(tuple(found[:MOST]), micros_of(now()), len(found) > MOST)


def retry_job(workspace: Workspace, id: int, *, now: Callable[[], datetime]) -> None:
    """Have a job that failed done again. Raises UsageError for one that is not there, runs or is done."""
    with open_application(workspace.application) as application:
        application.jobs.retry(id, micros_of(now()))
