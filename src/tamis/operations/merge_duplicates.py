"""Merges all contacts at once that are as good as certainly one person, and takes that back as a whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tamis.definitions import read_instant
from tamis.errors import Issue, UsageError
from tamis.operations.merge import rescored_after
from tamis.operations.rescore import Rescored, micros_of
from tamis.operations.workspace import Workspace
from tamis.progress import Progress
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.duplicates import SURE, pairs_to_merge
from tamis.store.warehouse.merges import all_together, made_together, merge_together, unmerge_together


@dataclass(frozen=True)
class MergedTogether:
    """What was merged at once: the instant by which it is known (microseconds since the epoch, UTC), how many contacts
    became part of others, and of how many that holds."""

    asked_at: int
    merged: int
    holding: int


@dataclass(frozen=True)
class MergingTogether:
    """What merging all, or taking that back, came to: the instant by which it is known, and how many contacts became
    part of others, or records of their own again (`contacts`).

    `rescored`: None where nothing is published. `unscored`: why the published scores could not be computed, if so.
    """

    asked_at: int
    contacts: int
    rescored: Rescored | None = None
    unscored: tuple[Issue, ...] = ()


def merge_duplicates(
    workspace: Workspace, *, most: int, asked_at: int, now: Callable[[], datetime], progress: Progress
) -> MergingTogether:
    """Merges the contacts of those proposals that are as good as certain, the surest `most` contacts: no more than was
    agreed to, whatever has come in since. All become part of others in one transaction, or none.

    `asked_at`: when it was asked for (microseconds since the epoch, UTC), by which it is known: asked again for
    the same instant, nothing more is merged.
    """
    at = micros_of(now())
    with workspace.opened() as warehouse:
        if not made_together(warehouse, asked_at):
            progress.step("Comparing contacts")
            pairs = pairs_to_merge(warehouse, at_least=SURE, most=most)
            progress.step("Merging")
            if pairs:
                merge_together(warehouse, pairs, at, together=asked_at)
        # Of what was taken back before its job is done again, or its form sent again, nothing holds.
        contacts = next((each.holding for each in _together(warehouse) if each.asked_at == asked_at), 0)
        rescored, unscored = rescored_after(workspace, warehouse, at, progress)
    return MergingTogether(asked_at, contacts, rescored, unscored)


def unmerge_duplicates(
    workspace: Workspace, asked_at: int, *, now: Callable[[], datetime], progress: Progress
) -> MergingTogether:
    """Takes back what was merged at once and still holds; done again, it changes nothing. Raises UsageError where
    nothing was merged under that instant."""
    at = micros_of(now())
    with workspace.opened() as warehouse:
        progress.step("Unmerging")
        contacts = unmerge_together(warehouse, asked_at, at)
        rescored, unscored = rescored_after(workspace, warehouse, at, progress)
    return MergingTogether(asked_at, contacts, rescored, unscored)


def read_asked_at(text: str) -> int:
    """The instant by which a merging is known, as it was told. Raises UsageError for what is none."""
    try:
        return read_instant(text)
    except ValueError:
        raise UsageError(f'"{text}" is no instant.') from None


def list_merged_together(workspace: Workspace) -> tuple[MergedTogether, ...]:
    """All that was merged at once, the newest first."""
    with workspace.opened() as warehouse:
        return _together(warehouse)


def _together(warehouse: Warehouse) -> tuple[MergedTogether, ...]:
    return tuple(MergedTogether(*each) for each in all_together(warehouse))
