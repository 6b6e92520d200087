"""The workers of a serving process: they take the jobs of the table, do them, and say how each ended."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime

from tamis.operations.jobs_running import KINDS, Ended, JobProgress, run_job
from tamis.operations.meters import Meters
from tamis.operations.remembered import forget_at_work
from tamis.operations.rescore import micros_of
from tamis.operations.workspace import Workspace
from tamis.store.application import Job, Jobs

_SECOND = 1_000_000
# A job is the worker's as long as the process lives: whoever takes its place says so (`take_back`).
_LEASE = 24 * 3600 * _SECOND
# How long the answers to commands are kept, which may hold what is known of contacts; and why others failed.
_ANSWERS_KEPT, _FAILED_KEPT = 3600 * _SECOND, 7 * 24 * 3600 * _SECOND
# For how long a job that was given up is told of, and how often that is looked up.
_TOLD, _LOOK = 24 * 3600 * _SECOND, 5 * _SECOND


def _never() -> bool:
    return False


def _as_always(_job: Job) -> AbstractContextManager[None]:
    return nullcontext()


class Worker:
    """Does the jobs of some kinds in a workspace that this process holds, one at a time.

    Where `is_ending`, whatever is being done stops at its next report, and is done again by the next server.
    """

    def __init__(
        self,
        workspace: Workspace,
        jobs: Jobs,
        *,
        now: Callable[[], datetime],
        meters: Meters,
        kinds: Collection[str] = KINDS,
        is_ending: Callable[[], bool] = _never,
        within: Callable[[Job], AbstractContextManager[None]] = _as_always,
    ) -> None:
        """`within` gives what a job is done in."""
        self._workspace, self._jobs, self._now, self._meters = workspace, jobs, now, meters
        self._kinds, self._is_ending, self._within = kinds, is_ending, within
        self._name = f"keeper {secrets.token_hex(8)}"
        self._untold: tuple[Job, Ended] | None = None
        self._failing: Sequence[Job] = ()
        self._look_at = 0

    @property
    def failing(self) -> Sequence[Job]:
        """Jobs that failed for another reason than what was asked, and are tried again or were given up lately."""
        return self._failing

    def do_one(self) -> Job | None:
        """Does the job that is due first; gives it, or None where there was none.

        Raises what the table of jobs raises, never what a job does. How a job ended is told again the next time then.
        """
        self._tell_end()
        job = self._jobs.claim(self._name, self._at(), lease=_LEASE, kinds=self._kinds)
        if job is not None:
            with self._within(job):
                ended = run_job(self._workspace, job, now=self._now, progress=JobProgress(self._beat(job)))
            if self._is_ending():
                self._jobs.give_back(job.id, self._name, self._at())
                return job
            self._untold = job, ended
            # Before anybody is told that it has ended, and looks.
            forget_at_work(self._workspace)
            self._tell_end()
        self._look(is_due=job is not None)
        return job

    def forget(self) -> None:
        """Deletes jobs that ended long ago."""
        now = self._at()
        self._jobs.forget(now - _ANSWERS_KEPT, failed_before=now - _FAILED_KEPT)

    def _tell_end(self) -> None:
        if self._untold is None:
            return
        job, ended = self._untold
        if ended.reason:
            is_last = not ended.is_tried_again
            self._jobs.failed(job.id, self._name, ended.reason, self._at(), result=ended.answer, for_good=is_last)
        else:
            self._jobs.done(job.id, self._name, ended.answer, self._at())
        self._untold = None
        self._meters.jobs.labels(job.kind, "failed" if ended.reason else "done").inc()

    def _beat(self, job: Job) -> Callable[[str], bool]:
        def beat(told: str) -> bool:
            is_ours = self._jobs.beat(job.id, self._name, self._at(), lease=_LEASE, progress=told)
            return is_ours and not self._is_ending()

        return beat

    def _look(self, *, is_due: bool) -> None:
        now = self._at()
        # Or the clock was set back.
        if is_due or not 0 <= now - self._look_at < _LOOK:
            self._failing, self._look_at = self._jobs.failing(since=now - _TOLD), now

    def _at(self) -> int:
        return micros_of(self._now())
