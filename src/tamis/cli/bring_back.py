"""`tamis activate` and `tamis revert`: a version is used again."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

from tamis.cli.publish import publish_reviewed
from tamis.operations.bring_back import bringing_back
from tamis.operations.handing_over.publishing import Reviewed
from tamis.operations.workspace import find_workspace
from tamis.progress import Progress


def activate(key: str, *, workspace: Path | None, yes: bool, as_json: bool, quiet: bool) -> int:
    """Puts the newest version of a deactivated definition into use again, if that is confirmed."""
    unpublished = f"It stays deactivated. To put it into use again, say yes, or: tamis activate {key} --yes"
    return _bring_back(
        key, None, workspace=workspace, yes=yes, note="", unpublished=unpublished, as_json=as_json, quiet=quiet
    )


def revert(key: str, version: int, *, workspace: Path | None, yes: bool, note: str, as_json: bool, quiet: bool) -> int:
    """Publishes an earlier version again, if that is confirmed."""
    unpublished = f"Nothing was published. To publish it, say yes, or: tamis revert {key} {version} --yes"
    note = note or f"version {version} again"
    return _bring_back(
        key, version, workspace=workspace, yes=yes, note=note, unpublished=unpublished, as_json=as_json, quiet=quiet
    )


def _bring_back(
    key: str,
    version: int | None,
    *,
    workspace: Path | None,
    yes: bool,
    note: str,
    unpublished: str,
    as_json: bool,
    quiet: bool,
) -> int:
    found = find_workspace(workspace, Path())

    def asked(progress: Progress) -> AbstractContextManager[Reviewed]:
        return bringing_back(found, key, version, now=lambda: datetime.now(UTC), progress=progress)

    return publish_reviewed(asked, yes=yes, note=note, unpublished=unpublished, as_json=as_json, quiet=quiet)
