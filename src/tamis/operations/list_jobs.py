"""The jobs of a workspace: what waits, runs, is done or has failed, and why; and having a failed one done again."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from tamis.operations.handing_over.handing import STOPPED, UNSERVED
from tamis.operations.handing_over.wire import is_refusal
from tamis.operations.rescore import micros_of
from tamis.operations.verbs import READING
from tamis.operations.workspace import Workspace
from tamis.store.application import Job, Jobs, State, open_application

MOST = 100

Standing = State | Literal["refused", "stopped"]
"""Where a job stands; of those that failed, `refused` could not be done as it was asked for, and `stopped` was given up
by whoever asked. Both are known to them, and nothing is broken."""


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
    among those that `failed`, where those that were refused or stopped are not."""
    passed_over = frozenset() if failed or every else READING
    with open_application(workspace.application) as application:
        jobs = application.jobs
        found = failures(jobs, MOST + 1) if failed else jobs.list(most=MOST + 1, passing_over=passed_over)
        running = [] if failed else jobs.list(state="running", most=MOST)
        counts = jobs.counts() if passed_over else {}
    shown = {job.id: job for job in (*found[:MOST], *running)}
    hidden = sum(n for (kind, state), n in counts.items() if kind in passed_over and state in ("done", "failed"))
    return ListedJobs(
        tuple(shown[id] for id in sorted(shown, reverse=True)), micros_of(now()), len(found) > MOST, hidden
    )


def standing_of(job: Job) -> Standing:
    """Where a job stands, its refusal told from its failure."""
    if job.state != "failed":
        return job.state
    if job.result is None:
        return "stopped" if job.reason in (STOPPED, UNSERVED) else "failed"
    # What was tried until no attempt was left lacked something.
    is_given_up = job.attempts >= job.most_attempts > 1
    return "refused" if not is_given_up and is_refusal(job.result, job.arguments) else "failed"


def failures(jobs: Jobs, most: int, passing_over: Collection[str] = ()) -> list[Job]:
    """The newest jobs that failed, without those that were refused or stopped."""
    found: list[Job] = []
    before = None
    while len(found) < most:
        some = jobs.list(state="failed", most=MOST, passing_over=passing_over, before=before)
        found += (job for job in some if standing_of(job) == "failed")
        if len(some) < MOST:
            break
        before = some[-1].id
    return found[:most]


def retry_job(workspace: Workspace, id: int, *, now: Callable[[], datetime]) -> None:
    """Have a job that failed done again. Raises UsageError for one that is not there, runs or is done."""
    with open_application(workspace.application) as application:
        application.jobs.retry(id, micros_of(now()))
