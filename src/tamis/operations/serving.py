"""Whether a process serves a workspace: it holds a lock as long as it lives, however it ends."""

from __future__ import annotations

import fcntl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tamis.errors import UsageError
from tamis.operations.workspace import Workspace

_LOCK = "serving.lock"
# In seconds. Who asks whether there is a server holds the lock for an instant, and is not one.
_PATIENCE, _BETWEEN = 1.0, 0.02


@contextmanager
def serving_lock(workspace: Workspace, url: str = "") -> Iterator[None]:
    """Says that this process serves the workspace, and where browsers reach it. Raises UsageError if another one does.

    The system takes the lock back when the process ends, also where it is killed.
    """
    with _file(workspace).open("ab") as file:
        if not _locked(file):
            raise _served_already(workspace)
        file.truncate(0)
        file.write(url.encode())
        file.flush()
        yield


def served_at(workspace: Workspace) -> str:
    """Where browsers reach the process that serves the workspace just now; empty where there is none, or it does not
    say."""
    return _file(workspace).read_text("utf-8") if is_served(workspace) else ""


def refuse_served(workspace: Workspace) -> None:
    """Raises UsageError if a process serves the workspace just now."""
    if is_served(workspace):
        raise _served_already(workspace)


def is_served(workspace: Workspace) -> bool:
    """Whether a process serves the workspace just now."""
    try:
        with _file(workspace).open("rb") as file:
            # Shared, so that two who ask do not take one another for a server; closing the file gives it back.
            return not _taken(file, fcntl.LOCK_SH)
    except FileNotFoundError:
        return False


def _served_already(workspace: Workspace) -> UsageError:
    return UsageError(f'"{workspace.folder}" is served already, and one process serves a workspace.')


def _locked(file: IO[bytes]) -> bool:
    end = time.monotonic() + _PATIENCE
    while not _taken(file, fcntl.LOCK_EX):
        if time.monotonic() > end:
            return False
        threading.Event().wait(_BETWEEN)
    return True


def _taken(file: IO[bytes], how: int) -> bool:
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _file(workspace: Workspace) -> Path:
    return workspace.folder / _LOCK
