"""Contacts that are probably one person: proposed, to be merged on command; and pairs that are not to be proposed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tamis.operations.rescore import micros_of
from tamis.operations.workspace import Workspace
from tamis.progress import Progress
from tamis.store.warehouse.duplicates import LIKELY, SURE, Duplicates, dismiss, undismiss
from tamis.store.warehouse.duplicates import find_duplicates as find


def find_duplicates(workspace: Workspace, *, is_sure: bool, most: int, progress: Progress) -> Duplicates:
    """The surest `most` proposals; `is_sure`: only those that are as good as certain."""
    with workspace.opened() as warehouse:
        progress.step("Comparing contacts")
        return find(warehouse, at_least=SURE if is_sure else LIKELY, most=most)


def dismiss_duplicate(
    workspace: Workspace, one: str, other: str, *, now: Callable[[], datetime], is_undone: bool = False
) -> None:
    """Keeps two contacts from being proposed, or, where that is undone, lets them be.

    Raises UsageError for a contact that is not there, for one with itself, and for two that are merged.
    """
    with workspace.opened() as warehouse:
        if is_undone:
            undismiss(warehouse, one, other)
        else:
            dismiss(warehouse, one, other, micros_of(now()))
