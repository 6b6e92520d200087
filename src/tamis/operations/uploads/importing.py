"""Importing an upload, and what it could not take."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from tamis.errors import UsageError
from tamis.operations.uploads.keeping import find_upload
from tamis.operations.verbs import Import
from tamis.operations.workspace import Workspace

_REJECTS = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\.csv")


def import_of(
    workspace: Workspace, upload: str, *, columns: Mapping[str, str], by_email: bool, dry_run: bool
) -> Import:
    """The verb that imports an upload, or only tries it: then what it could not take has a file, too. Raises UsageError
    for an upload that is not there any more."""
    return Import(
        find_upload(workspace, upload).file,
        dry_run=dry_run,
        # A trial leaves no such file, unless it is told where.
        rejects=workspace.rejects / f"trial-{upload}.csv" if dry_run else None,
        columns=columns,
        by_email=by_email,
    )


def find_rejects(workspace: Workspace, name: str) -> Path:
    """The file of what an import could not take. Raises UsageError where there is none of that name."""
    file = workspace.rejects / name
    if not _REJECTS.fullmatch(name) or not file.is_file():
        raise UsageError("There is no such file of rejects.")
    return file
