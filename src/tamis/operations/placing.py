"""Putting a whole workspace in its place: all of it or nothing, even if the process is killed.

Into a folder that is no workspace yet, the files are moved one by one, the settings last: without them it is none.
A folder that is one is exchanged for the new one in a single step of the system (`renameat2`).
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tamis.errors import UsageError
from tamis.operations.manifest import APPLICATION, INBOX, REJECTS, WAREHOUSE
from tamis.operations.workspace import SETTINGS

_UNFINISHED = ".restoring"
_MOVING = "moving"
_FILES = (SETTINGS, WAREHOUSE, APPLICATION, INBOX)
_NAMES = "|".join(map(re.escape, _FILES))
# The files themselves, what the databases keep beside them, and what a killed process left unfinished.
_OWN = re.compile(
    rf"(?:{_NAMES})(?:\.wal|-wal|-shm|-journal)?|{REJECTS}|\.(?:{_NAMES})\.[0-9a-f]{{8}}\.part|{_UNFINISHED}"
)
# https://man7.org/linux/man-pages/man2/rename.2.html
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


@contextmanager
def becoming(folder: Path) -> Iterator[Path]:
    """An empty folder whose files make `folder` a workspace if the block ends well, and vanish if it does not.

    Raises UsageError for a folder that holds parts of a workspace, or that another restore is filling.
    """
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with _own(folder / _UNFINISHED) as unfinished:
            _clear_killed(folder, unfinished)
            yield _fresh(unfinished / "whole")
            _move(unfinished, folder)
    finally:
        for path in missing:
            # One that holds something stays.
            with suppress(OSError):
                path.rmdir()


@contextmanager
def replacing_workspace(folder: Path) -> Iterator[Path]:
    """An empty folder that takes the place of the workspace `folder` if the block ends well; the old one is deleted
    when the new one is there.

    Nothing else can use the old one meanwhile. Raises UsageError if something does, or if it holds other things too.
    """
    _refuse_irreplaceable(folder)
    with _unused(folder / WAREHOUSE), _own(folder.with_name(f".{folder.name}{_UNFINISHED}")) as unfinished:
        for left in unfinished.iterdir():
            _delete(left)
        yield unfinished
        shutil.copymode(folder, unfinished)
        sync_folder(unfinished)
        _exchange(unfinished, folder)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Brings the names in a folder onto the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _move(unfinished: Path, folder: Path) -> None:
    whole = unfinished / "whole"
    names = sorted((path.name for path in whole.iterdir()), key=lambda name: name == SETTINGS)
    # From here on, what lies in the folder without settings is ours to clear away.
    (unfinished / _MOVING).touch()
    sync_folder(unfinished)
    try:
        for name in names:
            if name == SETTINGS:
                sync_folder(folder)
            (whole / name).rename(folder / name)
    except BaseException:
        _clear_moved(folder)
        raise
    sync_folder(folder)


def _clear_killed(folder: Path, unfinished: Path) -> None:
    """What a restore into the same folder has left that was killed. Raises UsageError for what another has left."""
    if (unfinished / _MOVING).exists():
        _clear_moved(folder)
    for left in unfinished.iterdir():
        _delete(left)
    for name in (*_FILES, REJECTS):
        if (folder / name).exists():
            rest = "part of a workspace without its settings"
            raise UsageError(f'"{folder / name}" is there, {rest}; move it away or name another folder.')


def _clear_moved(folder: Path) -> None:
    if not (folder / SETTINGS).exists():
        for name in (*_FILES, REJECTS):
            _delete(folder / name)


@contextmanager
def _own(unfinished: Path) -> Iterator[Path]:
    """A folder that no other restore uses, made if need be and gone at the end."""
    told = f'Another restore works in "{unfinished}"; try again when that has ended.'
    with suppress(FileExistsError):
        unfinished.mkdir(mode=0o700)
    # Not through a link: what is in there will be deleted.
    descriptor = os.open(unfinished, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
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
            _delete(unfinished)
    finally:
        os.close(descriptor)


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
    if others := sorted(path.name for path in folder.iterdir() if not _OWN.fullmatch(path.name)):
        raise UsageError(
            f'"{folder}" holds other things beside the workspace ({others[0]}), which replacing it would delete;'
            " move them away, or restore into another folder."
        )
    if folder.is_mount():
        raise UsageError(f'"{folder}" is where a disk begins and cannot be replaced; restore into a folder in it.')
    if Path.cwd().is_relative_to(folder):
        raise UsageError(f'You are in the folder to be replaced; go out of it (cd ..) and name it: --into "{folder}".')


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


def _fresh(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _delete(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
