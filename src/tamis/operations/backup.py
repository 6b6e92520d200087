"""A workspace as one file: everything in it, as of one moment.

While the warehouse is held, no other command can change it; it is brought to rest (CHECKPOINT) and its file is copied
as it is. Copying it table by table (COPY FROM DATABASE) would decode and encode every value again, and lose the order
of rows that makes reading events fast.
"""

from __future__ import annotations

import os
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from tamis.errors import UsageError
from tamis.operations.archive import write_archive
from tamis.operations.manifest import APPLICATION, INBOX, REJECTS, WAREHOUSE, Manifest, is_member
from tamis.operations.output import replacing
from tamis.operations.room_on_disk import refuse_without_room, told_when_full
from tamis.operations.targets import refuse_unwritable
from tamis.operations.workspace import MACHINE_RULES, SETTINGS, Workspace
from tamis.progress import Progress
from tamis.store.application import SharedDatabase, write_copy
from tamis.store.inbox import write_inbox_copy
from tamis.store.warehouse import open_warehouse

_BUSY_SECONDS = 10


@dataclass(frozen=True)
class BackedUp:
    """What was written: its manifest, and the bytes of the whole file."""

    manifest: Manifest
    size: int


def backup(workspace: Workspace, file: Path, *, now: Callable[[], datetime], progress: Progress) -> BackedUp:
    """Writes the workspace into a file, whole or not at all; an earlier backup of that name is there until then.

    Raises UsageError for a file that is something else, a workspace that is in use or damaged, and a full disk.
    """
    _refuse_target(workspace, file)
    _refuse_incomplete(workspace)
    progress.step("Bringing the warehouse to rest")
    if workspace.held is not None:
        # Imported here, because it imports this module.
        from tamis.operations.backup_apart import backup_apart

        with workspace.opened() as held:
            held.engine.sql("CHECKPOINT warehouse")
        return backup_apart(workspace, file, at=now(), progress=progress)
    with _warehouse_at_rest(workspace.warehouse) as warehouse:
        return write_backup(workspace, warehouse, file, now=now, progress=progress)


def write_backup(
    workspace: Workspace,
    warehouse: BinaryIO,
    file: Path,
    *,
    now: Callable[[], datetime],
    progress: Progress,
    confirm: Callable[[], None] = lambda: None,
) -> BackedUp:
    """The same of a warehouse that is at rest, open to be read.

    `confirm` may raise, before the file is in its place.
    """
    with _copied(workspace) as others, told_when_full(file.parent):
        sources = {**others, WAREHOUSE: warehouse}
        size = sum(os.fstat(source.fileno()).st_size for source in sources.values())
        _clear_killed(file)
        refuse_without_room(file.absolute().parent, size)
        progress.step(f"Writing {file.name}", total=size)
        with replacing(file) as part:
            manifest = write_archive(part, sources, at=now(), advance=progress.advance)
            confirm()
    return BackedUp(manifest, file.stat().st_size)


@contextmanager
def _copied(workspace: Workspace) -> Iterator[Mapping[str, BinaryIO]]:
    """All files of a workspace but the warehouse, open and unchanging until the end of the block."""
    with ExitStack() as stack:
        copies = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tamis-")))
        found = {SETTINGS: workspace.folder / SETTINGS}
        if workspace.machine_rules.is_file():
            found[MACHINE_RULES] = workspace.machine_rules
        found |= _from_server(workspace, copies) if workspace.address else _from_files(workspace, copies)
        found |= _rejects(workspace)
        yield {name: stack.enter_context(_reading(path)) for name, path in found.items()}


def _from_server(workspace: Workspace, copies: Path) -> dict[str, Path]:
    assert isinstance(workspace.inbox, SharedDatabase)
    write_copy(workspace.application, copies / APPLICATION)
    write_inbox_copy(workspace.inbox, copies / INBOX)
    return {name: copies / name for name in (APPLICATION, INBOX)}


def _from_files(workspace: Workspace, copies: Path) -> dict[str, Path]:
    # Where nobody ever sent anything, there is no inbox.
    found = {name: copies / name for name in (APPLICATION, INBOX) if (workspace.folder / name).is_file()}
    for name, copy in found.items():
        _copy_database(workspace.folder / name, copy)
    return found


@contextmanager
def _warehouse_at_rest(file: Path) -> Iterator[BinaryIO]:
    """The file of a warehouse that this process holds, with all that was committed in it."""
    # In this order: a lock on a file is lost when its process closes the file, whichever part of it opened that.
    with file.open("rb") as stream, open_warehouse(file) as warehouse:
        warehouse.engine.sql("CHECKPOINT warehouse")
        yield stream


def _copy_database(file: Path, to: Path) -> None:
    """A copy of an SQLite database as of one moment, while others may use it. Raises UsageError if it is damaged."""
    try:
        with closing(_connect(file)) as source, closing(sqlite3.connect(to)) as target:
            source.backup(target)
            if target.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
                raise UsageError(_DAMAGED.format(file, to.parent))
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        told = next((sentence for begin, sentence in _FAULTS.items() if name.startswith(begin)), _DAMAGED)
        raise UsageError(told.format(file, to.parent)) from error


_DAMAGED = '"{}" is damaged, or no database of Tamis; restore it from an earlier backup.'
# By the beginning of SQLite's name of the fault: https://sqlite.org/rescode.html
_FAULTS = {
    "SQLITE_BUSY": '"{}" is being written by another process; try again.',
    "SQLITE_LOCKED": '"{}" is being written by another process; try again.',
    "SQLITE_FULL": 'The disk of "{1}" is full, where a copy of {0} is made; set TMPDIR to a folder on a larger one.',
    "SQLITE_IOERR": '"{}" cannot be copied to "{}": the disk reports a fault.',
    "SQLITE_CANTOPEN": '"{}" cannot be opened; allow reading and writing for the file and its folder.',
    "SQLITE_READONLY": '"{}" cannot be opened; allow reading and writing for the file and its folder.',
}


def _connect(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=_BUSY_SECONDS)


def _rejects(workspace: Workspace) -> dict[str, Path]:
    """The files of the rejects; not those that are just being written."""
    if not workspace.rejects.is_dir():
        return {}
    files = sorted(file for file in workspace.rejects.iterdir() if not file.name.startswith("."))
    for file in files:
        if not file.is_file() or not is_member(f"{REJECTS}/{file.name}"):
            raise UsageError(f'"{file}" is no file of rejects; move it elsewhere, and back up again.')
    return {f"{REJECTS}/{file.name}": file for file in files}


def _reading(file: Path) -> BinaryIO:
    return file.open("rb")


def _refuse_incomplete(workspace: Workspace) -> None:
    for file in (workspace.warehouse, *([] if workspace.address else [workspace.application_file])):
        if not file.is_file():
            raise UsageError(f'"{file}" is missing: the workspace is not whole. Restore it from a backup.')


def _refuse_target(workspace: Workspace, file: Path) -> None:
    """Raises UsageError for a file that is something else than a backup, or where none can be."""
    refuse_unwritable(file)
    # Not even opened, if it is one of the workspace's own: closing it would take the locks of who has it open.
    if file.exists() and (_is_database(workspace, file) or not zipfile.is_zipfile(file)):
        raise UsageError(f'"{file}" is there and is no backup; name another file.')
    if workspace.rejects.resolve() == file.resolve().parent:
        raise UsageError(f'"{file.parent}" is itself part of the backup; name a file elsewhere.')


def _is_database(workspace: Workspace, file: Path) -> bool:
    """Whether it is a database of the workspace, or what is kept beside one."""
    names = tuple(path.name for path in (workspace.warehouse, workspace.application_file, workspace.inbox_file))
    return any(path.name.startswith(names) and path.samefile(file) for path in workspace.folder.iterdir())


def _clear_killed(file: Path) -> None:
    """What a backup into the same file has left that was killed: it may be as large as the warehouse."""
    unfinished = re.compile(rf"\.{re.escape(file.name)}\.[0-9a-f]{{8}}\.part")
    for beside in file.resolve().parent.iterdir():
        if unfinished.fullmatch(beside.name):
            beside.unlink(missing_ok=True)
