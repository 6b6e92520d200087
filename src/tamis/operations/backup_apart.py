"""Backs up a workspace whose warehouse this process holds: the files are read by a process of their own.

A lock on a file is lost when its process closes the file, whichever part of it opened that: in the process that serves,
nobody but DuckDB may open the warehouse. The other process asks before it puts the backup in its place: where the first
one has ended meanwhile, the warehouse may have changed under the copy.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO

import msgspec

from tamis.errors import UsageError
from tamis.operations.backup import BackedUp, write_backup
from tamis.operations.handing_over.failures import Failure
from tamis.operations.handing_over.wording import Wording
from tamis.operations.manifest import Manifest
from tamis.operations.workspace import Workspace, find_workspace
from tamis.progress import Progress

_GO_ON = b"go on\n"


class _Said(msgspec.Struct, omit_defaults=True):
    """A line from the other process: a step, an advance, that it waits, or how it ended."""

    step: str = ""
    total: int | None = None
    advance: int = 0
    waits: bool = False
    manifest: str = ""
    size: int = 0
    failure: Failure | None = None


def backup_apart(workspace: Workspace, file: Path, *, at: datetime, progress: Progress) -> BackedUp:
    """Writes the backup of a warehouse that is at rest, and stays so until this returns. Raises as `backup` does."""
    command = [sys.executable, "-m", __name__, str(workspace.folder.absolute()), str(file), at.isoformat()]
    # In a session of its own: a Ctrl-C at the server's terminal is for the server to answer.
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for line in process.stdout:
            said = msgspec.json.decode(line, type=_Said)
            if said.failure is not None:
                raise said.failure.error(Wording())
            if said.manifest:
                return BackedUp(Manifest.model_validate_json(said.manifest), said.size)
            _report(said, progress)
            if said.waits:
                process.stdin.write(_GO_ON)
                process.stdin.flush()
    raise UsageError("The process that wrote the backup was ended; nothing was written.")


def _report(said: _Said, progress: Progress) -> None:
    if said.step:
        progress.step(said.step, said.total)
    if said.advance:
        progress.advance(said.advance)


class _Telling:
    """The other process's progress, as lines."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def say(self, said: _Said) -> None:
        """Writes a line."""
        self._stream.write(msgspec.json.encode(said) + b"\n")
        self._stream.flush()

    def step(self, sentence: str, total: int | None = None) -> None:
        """Tells a step."""
        self.say(_Said(step=sentence, total=total))

    def advance(self, amount: int = 1) -> None:
        """Tells an advance."""
        self.say(_Said(advance=amount))

    def wait_for_word(self) -> None:
        """Waits for the word. Raises where it does not come."""
        self.say(_Said(waits=True))
        if sys.stdin.buffer.readline() != _GO_ON:
            raise UsageError("The server ended before the backup was written.")


def _main(folder: str, file: str, at: str) -> None:
    telling = _Telling(sys.stdout.buffer)
    # Where nobody listens any more, what was written is gone already.
    with suppress(BrokenPipeError):
        try:
            done = _write(Path(folder), Path(file), datetime.fromisoformat(at), telling)
            telling.say(_Said(manifest=done.manifest.model_dump_json(), size=done.size))
        except BrokenPipeError:
            raise
        except Exception as error:  # noqa: BLE001 - raised again by the process that listens
            telling.say(_Said(failure=Failure.of(error)))


def _write(folder: Path, file: Path, at: datetime, telling: _Telling) -> BackedUp:
    workspace = find_workspace(folder, folder)
    with workspace.warehouse.open("rb") as warehouse:
        return write_backup(workspace, warehouse, file, now=lambda: at, progress=telling, confirm=telling.wait_for_word)


if __name__ == "__main__":
    _main(*sys.argv[1:])
