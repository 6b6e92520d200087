"""A folder in which a restore prepares a workspace: its own while it runs, cleared away however it ends."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tamis.errors import UsageError
from tamis.operations.manifest import APPLICATION, INBOX, REJECTS, WAREHOUSE
from tamis.operations.workspace import MACHINE_RULES, SETTINGS

UNFINISHED = ".restoring"
WHOLE = ".restoring-whole"
MOVING = ".restoring-moving"
FILES = (SETTINGS, MACHINE_RULES, WAREHOUSE, APPLICATION, INBOX)

_NAMES = "|".join(map(re.escape, FILES))
# The files themselves, what the databases keep beside them, and what a killed process left unfinished.
_OURS = re.compile(
    rf"(?:{_NAMES})(?:\.wal|-wal|-shm|-journal)?|{REJECTS}|\.(?:{_NAMES})\.[0-9a-f]{{8}}\.part"
    rf"|{re.escape(UNFINISHED)}(?:-whole|-moving)?"
)


@contextmanager
def own(unfinished: Path) -> Iterator[Path]:
    """A folder that no other restore uses, made if need be. At the end it is gone, unless it holds what is not ours.

    It may hold what a killed restore has left. Raises UsageError if another restore uses it.
    """
    told = f'Another restore works in "{unfinished}"; try again when that has ended.'
    descriptor = _opened(unfinished)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UsageError(told) from None
        if not (unfinished.exists() and os.path.samestat(os.fstat(descriptor), unfinished.stat())):
            # The other has ended, and deleted it, between the two lines above.
            raise UsageError(told)
        try:
            yield unfinished
        finally:
            surely(lambda: _end(unfinished))
    finally:
        os.close(descriptor)


def surely(act: Callable[[], None]) -> None:
    """Does what can be done twice, to the end even if a signal comes in the middle: only the first is heard."""
    try:
        act()
    except BaseException:
        act()
        raise


def clear(folder: Path) -> None:
    """Deletes what is of a workspace in a folder, or of a restore, and nothing else."""
    for path in folder.iterdir() if folder.exists() else ():
        if _OURS.fullmatch(path.name):
            delete(path)


def _opened(unfinished: Path) -> int:
    try:
        with suppress(FileExistsError):
            unfinished.mkdir(mode=0o700)
        # Not through a link: what is in there will be deleted.
        return os.open(unfinished, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except BaseException:
        with suppress(OSError):
            unfinished.rmdir()
        raise


def _end(unfinished: Path) -> None:
    clear(unfinished)
    # Where it holds what is not ours, it stays.
    with suppress(OSError):
        unfinished.rmdir()


def others_in(folder: Path) -> list[Path]:
    """What a folder holds beside a workspace."""
    return sorted(path for path in folder.iterdir() if not _OURS.fullmatch(path.name))


def delete(path: Path) -> None:
    """Deletes a file, or a folder with all that is in it, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Brings the names in a folder onto the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
