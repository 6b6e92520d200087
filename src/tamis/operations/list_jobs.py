"""The jobs of a workspace: what waits, runs, is done or has failed, and why; and having a failed one done again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tamis.operations.rescore import micros_of
from tamis.operations.verbs import READING
from tamis.operations.workspace import Workspace
from tamis.store.application import Job, open_application

MOST = 100


@dataclass(frozen=True)
class ListedJobs:
    """The newest jobs, newest first, as of an instant (microseconds since the epoch, UTC). `hidden`: how many were
    passed over, which have ended and only read."""

    jobs: tuple[Job, ...]
    as_of: int
    has_more: bool
    hidden: int = 0


def list_jobs(
    workspace: Workspace, *, now: Callable[[], datetime], failed: bool = False, every: bool = False
) -> ListedJobs:
    """The newest hundred jobs of a workspace, and all that run. What has ended and only read is there with `every`, or
    among those that `failed`."""
    passed_over = frozenset() if failed or every else READING
    with open_application(workspace.application) as application:
        jobs = application.jobs
        found = jobs.list(state="failed" if failed else None, most=MOST + 1, passing_over=passed_over)
        running = [] if failed else jobs.list(state="running", most=MOST)
        counts = jobs.counts() if passed_over else {}
    shown = {job.id: job for job in (*found[:MOST], *running)}
    hidden = sum(n for (kind, state), n in counts.items() if kind in passed_over and state in ("done", "failed"))
    return ListedJobs(
        tuple(shown[id] for id in sorted(shown, reverse=True)), micros_of(now()), len(found) > MOST, hidden
    )


def retry_job(workspace: Workspace, id: int, *, now: Callable[[], datetime]) -> None:
    """Have a job that failed done again. Raises UsageError for one that is not there, runs or is done."""
    with open_application(workspace.application) as application:
        application.jobs.retry(id, micros_of(now()))
