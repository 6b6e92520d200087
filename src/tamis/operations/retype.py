"""Corrects the type of a property: every kept value is read anew, as an import that declares the type does it."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from tamis.connectors.files.folder import STANDARD_TABLES
from tamis.connectors.files.schema import FILE
from tamis.definitions import PropertyType
from tamis.errors import UsageError
from tamis.operations.import_data import Imported, import_data
from tamis.operations.workspace import Workspace
from tamis.progress import Progress

TYPES = tuple(str(type) for type in PropertyType)


def retype(
    workspace: Workspace,
    of: str,
    name: str,
    type: str,
    *,
    is_event: bool,
    now: Callable[[], datetime],
    dry_run: bool,
    progress: Progress,
) -> Imported:
    """Makes a property of an object's records, or of an event type, one of another type, and rescores.

    A value that cannot be read as the new type stops it for records and becomes unknown for events, as in an import. A
    dry run tells what would become of the values. Raises UsageError for what is not there and for no type, DataError
    for values that are none.
    """
    if type not in TYPES:
        raise UsageError(f'There is no type "{type}"; it is one of {", ".join(TYPES)}.')
    _refuse_unknown(workspace, of, name, is_event=is_event)
    with tempfile.TemporaryDirectory(dir=workspace.folder, prefix=".retype-") as folder:
        _write(Path(folder), of, name, type, is_event=is_event)
        return import_data(workspace, Path(folder), now=now, dry_run=dry_run, progress=progress)


def _refuse_unknown(workspace: Workspace, of: str, name: str, *, is_event: bool) -> None:
    with workspace.opened() as warehouse:
        catalog = warehouse.catalog()
    shapes = catalog.events.get(of) if is_event else catalog.objects[of].properties if of in catalog.objects else None
    if shapes is None or name not in shapes:
        raise UsageError(f'There is no property "{name}" of {of}.')
    if not is_event and name == "created_at":
        raise UsageError('"created_at" belongs to every record and keeps its type.')


def _write(folder: Path, of: str, name: str, type: str, *, is_event: bool) -> None:
    """A folder with the declaration, and a table without rows that it is about."""
    section = "events" if is_event else "objects"
    # JSON is YAML, and quotes whatever a name may hold.
    (folder / FILE).write_text(json.dumps({section: {of: {name: type}}}), encoding="utf-8")
    table = "events" if is_event else STANDARD_TABLES.get(of, of)
    header = ["contact_id", "type", "occurred_at"] if is_event else ["id"]
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerow(header)
