"""A process that backs up or restores and dies, or is stopped, at the moment a test names.

Moments are counted: each time it opens, makes, renames or deletes something of the test's, and each report of progress.
For every run the process, which has loaded everything, forks.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tamis.errors import TamisError
from tamis.operations.backup import backup
from tamis.operations.restore import restore
from tamis.operations.workspace import find_workspace
from tamis.store.application.settings import set_up_django

_SEEN = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "sqlite3.connect"}


class Doomed:
    """An operation in another process. `at` is the moment at which it ends; it may come to its end before."""

    def __init__(self, root: Path, *command: object) -> None:
        # What killed processes leave among the temporary files goes with this folder.
        self._left = tempfile.TemporaryDirectory(prefix="tamis-killed-")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.operations.backups.killed", str(root), *map(str, command)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[3],
            env=os.environ | {"TMPDIR": self._left.name},
        )

    def run(self, how: str, at: int) -> str:
        """How it ended: `killed`, `stopped`, `done`, or what it said. `how`: `kill`, `stop`, or `full` (`at`: the most
        bytes of a file)."""
        self._process.stdin.write(f"{how} {at}\n")
        self._process.stdin.flush()
        return str(json.loads(self._process.stdout.readline()))

    def __enter__(self) -> Doomed:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=60)
        self._left.cleanup()


class _Moments:
    """Counts them, as a progress and as a hook of the interpreter, and ends the process at the last."""

    def __init__(self, root: str, how: str, last: int) -> None:
        self._root, self._how, self._left = root, how, last

    def step(self, sentence: str, total: int | None = None) -> None:
        self._tick()

    def advance(self, amount: int = 1) -> None:
        self._tick()

    def hook(self, event: str, args: tuple[object, ...]) -> None:
        names = (os.fsdecode(arg) for arg in args if isinstance(arg, str | bytes | Path))
        if event == "ctypes.dlsym" or event in _SEEN and any(self._root in name for name in names):
            self._tick()

    def _tick(self) -> None:
        self._left -= 1
        if self._left == 0 and self._how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if self._left == 0 and self._how == "stop":
            raise KeyboardInterrupt


def _act(command: list[str]) -> Callable[[_Moments], object]:
    verb, source, target, *more = command
    if verb == "restore":
        return lambda moments: restore(Path(source), Path(target), replace="--replace" in more, progress=moments)
    workspace = find_workspace(Path(source), Path(source))
    at = datetime(2026, 6, 2, tzinfo=UTC)
    return lambda moments: backup(workspace, Path(target), now=lambda: at, progress=moments)


def _end_of(act: Callable[[_Moments], object], root: str, how: str, last: int) -> str:
    moments = _Moments(root, how, last)
    if how == "full":
        resource.setrlimit(resource.RLIMIT_FSIZE, (last, last))
    else:
        sys.addaudithook(moments.hook)
    try:
        act(moments)
    except KeyboardInterrupt:
        return "stopped"
    except TamisError as error:
        return str(error)
    return "done"


def _main(root: str, *command: str) -> None:
    act = _act(list(command))
    set_up_django()
    importlib.import_module("django.db.backends.sqlite3.base")
    for line in sys.stdin:
        how, last = line.split()
        reading, writing = os.pipe()
        if child := os.fork():
            os.close(writing)
            os.waitpid(child, 0)
            with os.fdopen(reading) as said:
                sys.stdout.write(json.dumps(said.read() or "killed") + "\n")
            sys.stdout.flush()
            continue
        os.write(writing, _end_of(act, root, how, int(last)).encode())
        os._exit(0)


if __name__ == "__main__":
    _main(*sys.argv[1:])
