"""Importing an upload, and what it could not take."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from pathlib import Path

from tamis.errors import UsageError
from tamis.operations.chosen_types import Types
from tamis.operations.handing_over.wire import decode_verb
from tamis.operations.uploads.keeping import find_upload
from tamis.operations.uploads.naming import plain_stem
from tamis.operations.verbs import Import
from tamis.operations.workspace import Workspace

_REJECTS = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\.csv")
_AT_ONCE = 1_000


def import_of(
    workspace: Workspace,
    upload: str,
    *,
    columns: Mapping[str, str],
    left_out: Collection[str] = (),
    types: Types | None = None,
    by_email: bool,
    dry_run: bool,
) -> Import:
    """The verb that imports an upload, or only tries it: then what it could not take has a file, too. Raises UsageError
    for an upload that is not there any more."""
    found = find_upload(workspace, upload)
    return Import(
        found.file,
        dry_run=dry_run,
        # A trial leaves no such file, unless it is told where.
        rejects=workspace.rejects / f"{plain_stem(found.name)}-trial-{upload}.csv" if dry_run else None,
        columns=columns,
        by_email=by_email,
        called=found.name,
        left_out=tuple(dict.fromkeys(left_out)),
        types=types,
    )


def upload_of(workspace: Workspace, arguments: bytes) -> str | None:
    """The id of the upload that a job with these arguments imports; None for another file, and once it is gone."""
    try:
        file: Path = getattr(decode_verb(Import.kind, arguments), "path", Path())
        found = find_upload(workspace, file.parent.parent.name)
        return found.id if found.file.absolute() == file else None
    except (UsageError, OSError):
        return None


def find_rejects(workspace: Workspace, name: str) -> Path:
    """The file of what an import could not take. Raises UsageError where there is none of that name."""
    file = workspace.rejects / name
    if not _REJECTS.fullmatch(name) or not file.is_file():
        raise UsageError("There is no such file of rejects.")
    return file


def rejects_told(file: Path, tell: Callable[[str], str]) -> Iterator[str]:
    """The lines of a file of rejects, some at a time, each with its reason as `tell` says it."""
    # It lets cells be as long as rows of imports may be.
    from tamis.connectors.files.rejects import HEADER

    place = HEADER.index("reason")
    # There are few reasons, and may be millions of rows.
    said = lru_cache(maxsize=1_000)(tell)
    with file.open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        yield _written([next(rows)])
        while some := list(islice(rows, _AT_ONCE)):
            yield _written([*row[:place], said(row[place]), *row[place + 1 :]] for row in some)


def _written(rows: Iterable[list[str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()
