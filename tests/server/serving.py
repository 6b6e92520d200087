"""`tamis serve` as a process: started, asked to end, killed as a whole or in part."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import ClassVar
from weakref import WeakSet

from tamis.operations.workspace import find_workspace, init_workspace
from tests.server.process import Answer, ServerProcess

# Machines under test are slow now and then.
PATIENCE = 60.0


def eventually(holds: Callable[[], object], *, within: float = PATIENCE) -> None:
    """Returns as soon as a condition holds; fails where it does not hold in time."""
    end = time.monotonic() + within
    while not holds():
        assert time.monotonic() < end, "it did not come to that in time"
        # Asking all the time would only slow the others down.
        time.sleep(0.02)


class ServeProcess(ServerProcess):
    """`tamis serve` on a workspace of its own: one that is there, or a new one."""

    #: All that were launched and may be asked still: a test that fails tells what they logged.
    launched: ClassVar[WeakSet[ServeProcess]] = WeakSet()

    def __init__(self, folder: Path) -> None:
        is_there = folder.exists()
        self.workspace = find_workspace(folder, folder) if is_there else init_workspace(folder, time_zone="UTC")
        super().__init__(self.workspace.inbox)

    def command(self, *, port: int | None = None, folder: Path | None = None) -> list[str]:
        """The words that start it."""
        where = str(folder or self.workspace.folder)
        return [sys.executable, "-m", "tamis", "serve", "--workspace", where, "--port", str(port or self.port)]

    def start(self) -> None:
        """Returns when it says that it is ready."""
        self.launch()
        assert self.first_line() == f"Tamis serves {self.workspace.folder} on http://127.0.0.1:{self.port}\n", self.log

    def launch(self) -> None:
        """Starts it and does not wait."""
        self._out, out = os.pipe()
        self._err = self.workspace.folder.parent / f"serve-{self.port}.log"
        with ExitStack() as stack:
            stack.callback(os.close, out)
            err = stack.enter_context(self._err.open("wb"))
            self._process = subprocess.Popen(
                self.command(), stdout=out, stderr=err, start_new_session=True, preexec_fn=_hear_a_closed_terminal
            )
        self.launched.add(self)

    def first_line(self) -> str:
        """What it prints first; empty where it ends before."""
        with os.fdopen(os.dup(self._out), "rb", buffering=0) as printed:
            return printed.readline().decode()

    def rest_of_output(self) -> str:
        """What it has printed beyond the first line, now that it has ended."""
        with os.fdopen(self._out, "rb") as printed:
            return printed.read().decode()

    @property
    def log(self) -> str:
        """What it has written to standard error."""
        return self._err.read_text()

    @property
    def pid(self) -> int:
        """The process that was started, not the worker."""
        assert self._process is not None
        return self._process.pid

    @property
    def worker(self) -> int:
        """The process that answers: the youngest child."""
        return max(map(int, Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()))

    def ended(self, within: float = PATIENCE) -> int:
        """Its exit code, when it has ended."""
        assert self._process is not None
        return self._process.wait(within)

    def terminate(self) -> None:
        """SIGTERM, and does not wait."""
        os.kill(self.pid, signal.SIGTERM)

    def ask(self, path: str) -> Answer:
        """GET."""
        return self.request("GET", path)

    def is_ready(self) -> bool:
        """Whether /healthz says so."""
        try:
            return self.ask("/healthz").status == 200
        except (OSError, http.client.HTTPException):
            return False

    def metrics(self) -> dict[str, float]:
        """What /metrics tells, by name and labels."""
        lines = self.ask("/metrics").body.decode().splitlines()
        return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line[0] != "#")}

    def logged(self) -> list[dict[str, str]]:
        """The lines of the log, each of which must be JSON."""
        return [json.loads(line) for line in self.log.splitlines()]


def _hear_a_closed_terminal() -> None:
    # Whoever runs the tests under nohup hands down that it is ignored, and the server would heed that.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def runs(process: int) -> bool:
    """Whether a process is there and is no mere rest of one."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
