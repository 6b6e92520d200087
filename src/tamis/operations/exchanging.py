"""Putting a workspace in the place of another: there is the old one or the new one, even if the process is killed.

The two folders exchange their names in a single step of the system (`renameat2`).
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tamis.errors import UsageError
from tamis.operations.manifest import WAREHOUSE
from tamis.operations.unfinished import UNFINISHED, clear, others_in, own, surely, sync_folder

# https://man7.org/linux/man-pages/man2/rename.2.html
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


@contextmanager
def replacing_workspace(folder: Path) -> Iterator[Path]:
    """An empty folder that takes the place of the workspace `folder` if the block ends well.

    What else the old one holds is moved into the new one, and the rest is deleted then. If the process is killed while
    moving, the next restore into the folder moves what is left. Raises UsageError if the old one is in use.
    """
    _refuse_irreplaceable(folder)
    with _unused(folder / WAREHOUSE), own(folder.with_name(f".{folder.name}{UNFINISHED}")) as unfinished:
        _carry_over(unfinished, folder)
        clear(unfinished)
        yield unfinished
        shutil.copymode(folder, unfinished)
        sync_folder(unfinished)
        _exchange(unfinished, folder)
        surely(lambda: _carry_over(unfinished, folder))
        for changed in (folder, folder.parent):
            sync_folder(changed)


@contextmanager
def _unused(warehouse: Path) -> Iterator[None]:
    """Holds the lock that DuckDB would take on a warehouse, which may be damaged. Raises UsageError if it is in use."""
    if not warehouse.is_file():
        yield
        return
    with warehouse.open("r+b") as stream:
        try:
            fcntl.lockf(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            told = f"{warehouse} is in use by another Tamis command; try again when that has ended."
            raise UsageError(told) from None
        yield


def _refuse_irreplaceable(folder: Path) -> None:
    for path in (folder, *folder.iterdir()):
        if path.is_mount():
            raise UsageError(f'"{path}" is where another disk begins and stays where it is; restore into a new folder.')
    if Path.cwd().is_relative_to(folder):
        raise UsageError(f'You are in the folder to be replaced; go out of it (cd ..) and name it: --into "{folder}".')


def _carry_over(unfinished: Path, folder: Path) -> None:
    for path in others_in(unfinished):
        if os.path.lexists(folder / path.name):
            raise UsageError(f'"{path}" was left by a restore that was killed; move it to where it belongs.')
        path.rename(folder / path.name)


def _exchange(one: Path, other: Path) -> None:
    """Each takes the name of the other, at once. Where the system cannot do that, one after the other."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    names = os.fsencode(one), os.fsencode(other)
    if renameat2 and renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0:
        return
    aside = other.with_name(f"{other.name}.replaced")
    other.rename(aside)
    try:
        one.rename(other)
    except BaseException:
        aside.rename(other)
        raise
    aside.rename(one)
