"""Whose a database on a server is: it holds the id of one workspace, and all other workspaces are refused."""

from __future__ import annotations

from tamis.errors import UsageError
from tamis.store.postgresql.place import line_of

MARK = "tamis_workspace"


def empty(name: str) -> UsageError:
    """Of a database without a mark where there should be one."""
    return UsageError(f"{name} is empty, and holds nothing of this workspace; see that the address is right.")


def refuse_other(name: str, owner: str | None, workspace: str) -> None:
    """Raises UsageError if the owner is not the workspace."""
    if owner == workspace:
        return
    if owner is not None and line_of(owner) == line_of(workspace):
        raise UsageError(
            f"{name} and this folder are not of one restore: it was stopped, or this is an earlier copy; "
            "restore a backup with --replace."
        )
    raise UsageError(f"{name} belongs to another workspace; each needs one of its own.")
