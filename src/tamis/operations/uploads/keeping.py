"""Where an upload lies: a folder of its own with the file, named for its table, and a note of what it is."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from tamis.connectors.files.folder import OTHER_TABLES, STANDARD_TABLES, Ending
from tamis.connectors.files.glance import ending_of
from tamis.errors import UsageError
from tamis.operations.uploads.naming import shown_name
from tamis.operations.workspace import Workspace

TABLES = (*STANDARD_TABLES.values(), *OTHER_TABLES)
"""What an upload may hold: rows of one of these tables (data.md)."""

MOST_BYTES = 4 << 30
_FOLDER, _NOTE, _DATA = "uploads", "upload.json", "data"
# Microseconds: who comes back after a weekend finds theirs. Programs send very many, so not each looks for old ones.
_KEPT, _SELDOM = 7 * 86_400 * 1_000_000, 3_600 * 1_000_000
_SWEPT = "swept"
_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class Upload:
    """A file that somebody gave: `name` as they call it, in one line, `at` when (microseconds since the epoch,
    UTC)."""

    id: str
    name: str
    table: str
    file: Path
    size: int
    at: int


class _Note(msgspec.Struct):
    name: str
    table: str
    file: str
    at: int


def keep_upload(workspace: Workspace, *, name: str, table: str, chunks: Iterable[bytes], at: int) -> Upload:
    """Keeps a file for a week, whole or not at all. Raises UsageError for a kind that is not read, and for one that is
    too large or empty."""
    ending = _ending(name)
    if table not in TABLES:
        raise UsageError(f'There is no table "{table}"; it is one of {", ".join(TABLES)}.')
    _sweep(workspace, at)
    id = secrets.token_hex(8)
    folder = workspace.folder / _FOLDER / id
    try:
        (folder / _DATA).mkdir(parents=True, mode=0o700)
        file = folder / _DATA / f"{table}.{ending}"
        _write(file, chunks)
        note = _Note(shown_name(name, file.name), table, file.name, at)
        # Last: without it there is no such upload.
        (folder / _NOTE).write_bytes(msgspec.json.encode(note))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return find_upload(workspace, id)


def find_upload(workspace: Workspace, id: str) -> Upload:
    """An upload by its id. Raises UsageError for one that is not there any more."""
    folder = workspace.folder / _FOLDER / id
    if not _ID.fullmatch(id) or not (folder / _NOTE).is_file():
        raise UsageError("This file is not there any more; choose it again.")
    note = msgspec.json.decode((folder / _NOTE).read_bytes(), type=_Note)
    file = folder / _DATA / note.file
    return Upload(id, note.name, note.table, file, file.stat().st_size, note.at)


def list_uploads(workspace: Workspace) -> tuple[Upload, ...]:
    """Every upload, newest first."""
    folders = (workspace.folder / _FOLDER).glob(f"*/{_NOTE}")
    found = [find_upload(workspace, note.parent.name) for note in folders if _ID.fullmatch(note.parent.name)]
    return tuple(sorted(found, key=lambda upload: -upload.at))


def forget_uploads(workspace: Workspace, *, before: int) -> None:
    """Deletes uploads that are older than an instant (microseconds since the epoch, UTC)."""
    for upload in list_uploads(workspace):
        if upload.at < before:
            shutil.rmtree(workspace.folder / _FOLDER / upload.id, ignore_errors=True)


def _sweep(workspace: Workspace, at: int) -> None:
    """Forgets what was kept for long enough, where nobody has within the hour."""
    mark = workspace.folder / _FOLDER / _SWEPT
    swept = mark.read_text(encoding="ascii") if mark.is_file() else ""
    if not swept.isdecimal() or not 0 <= at - int(swept) < _SELDOM:
        forget_uploads(workspace, before=at - _KEPT)
        mark.parent.mkdir(exist_ok=True, mode=0o700)
        mark.write_text(str(at), encoding="ascii")


def _ending(name: str) -> Ending:
    ending = ending_of(name)
    if ending is None:
        hint = "save a spreadsheet as CSV" if name.casefold().endswith((".xls", ".xlsx", ".ods")) else ""
        raise UsageError(
            f"A file of this kind is not read; choose one of {', '.join(Ending)}."
            + (f"\n  hint: {hint}" if hint else "")
        )
    return ending


def _write(file: Path, chunks: Iterable[bytes]) -> None:
    size = 0
    with file.open("xb") as stream:
        for chunk in chunks:
            size += len(chunk)
            if size > MOST_BYTES:
                raise UsageError(
                    f"The file is larger than {MOST_BYTES >> 30} GB; import it on the server: tamis import"
                )
            stream.write(chunk)
        stream.flush()
        os.fsync(stream.fileno())
    if not size:
        raise UsageError("The file is empty.")
