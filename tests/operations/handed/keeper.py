"""A process that holds a workspace as the server does, and does the jobs that commands hand over."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from tamis.operations.jobs_running import JobProgress, run_job
from tamis.operations.rescore import micros_of
from tamis.operations.serving import serving_lock
from tamis.operations.workspace import Workspace, find_workspace
from tamis.store.application import Application, open_application
from tamis.store.warehouse import open_warehouse

LEASE = 60_000_000
# Where everything is done, and nobody has been told.
BEFORE_ANSWERING = -1


class Keeper:
    """The process: it holds the workspace until the end of the `with` block, or until it is killed.

    `dies_at`: the report of progress, counted from 1, at which it kills itself, or BEFORE_ANSWERING. `is_idle`: it
    holds the workspace and does nothing. `time`: at which its clock stands still; else it is the real one.
    """

    def __init__(
        self,
        folder: Path,
        *,
        time: datetime | None = None,
        dies_at: int = 0,
        is_idle: bool = False,
        stderr: int | None = None,
    ) -> None:
        asked = [folder.absolute(), dies_at, int(is_idle), time.isoformat() if time else ""]
        command = [sys.executable, "-m", __name__, *map(str, asked)]
        root = Path(__file__).parents[3]
        piped = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": stderr}
        self.process = subprocess.Popen(command, **piped, text=True, cwd=root)
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"

    def kill(self) -> None:
        """Ends it at once."""
        self.process.kill()
        self.end()

    def wait_for_death(self) -> None:
        """Waits until it has killed itself."""
        assert self.process.wait(timeout=60) == -signal.SIGKILL
        self.end()

    def end(self) -> None:
        """Has it end after the job that it does."""
        self.process.communicate(timeout=60)

    def __enter__(self) -> Keeper:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()


def _now() -> datetime:
    return datetime.now(UTC)


class _Beat:
    """Keeps what a job tells, and kills the process at the report that was named."""

    def __init__(self, application: Application, id: int, dies_at: int) -> None:
        self._application, self._id, self._left = application, id, dies_at

    def __call__(self, told: str) -> bool:
        kept = self._application.jobs.beat(self._id, "keeper", micros_of(_now()), lease=LEASE, progress=told)
        self._left -= 1
        if not self._left:
            os.kill(os.getpid(), signal.SIGKILL)
        return kept


def _work(workspace: Workspace, application: Application, dies_at: int, time: datetime | None) -> None:
    """Does jobs until standard input ends."""
    while not select.select([sys.stdin], [], [], 0.01)[0]:
        job = application.jobs.claim("keeper", micros_of(_now()), lease=LEASE)
        if job is not None:
            progress = JobProgress(_Beat(application, job.id, dies_at))
            ended = run_job(workspace, job, now=lambda: time or _now(), progress=progress)
            if dies_at == BEFORE_ANSWERING:
                os.kill(os.getpid(), signal.SIGKILL)
            application.jobs.done(job.id, "keeper", ended.answer, micros_of(_now()))


def _main(folder: str, dies_at: str, is_idle: str, time: str) -> None:
    workspace = find_workspace(Path(folder), Path(folder))
    with ExitStack() as stack:
        stack.enter_context(serving_lock(workspace))
        held = stack.enter_context(open_warehouse(workspace.warehouse, is_current=False))
        application = stack.enter_context(open_application(workspace.application))
        application.jobs.take_back(micros_of(_now()))
        print("ready", flush=True)  # noqa: T201 - the test waits for it.
        if int(is_idle):
            sys.stdin.read()
        else:
            _work(
                replace(workspace, held=held),
                application,
                int(dies_at),
                datetime.fromisoformat(time) if time else None,
            )


if __name__ == "__main__":
    _main(*sys.argv[1:])
