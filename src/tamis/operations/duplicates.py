"""Contacts that are probably one person: proposed, to be merged on command."""

from __future__ import annotations

from tamis.operations.workspace import Workspace
from tamis.progress import Progress
from tamis.store.warehouse.duplicates import LIKELY, SURE, Duplicates
from tamis.store.warehouse.duplicates import find_duplicates as find


def find_duplicates(workspace: Workspace, *, is_sure: bool, most: int, progress: Progress) -> Duplicates:
    """The surest `most` proposals; `is_sure`: only those that are as good as certain."""
    with workspace.opened() as warehouse:
        progress.step("Comparing contacts")
        return find(warehouse, at_least=SURE if is_sure else LIKELY, most=most)
