"""Verbs about contacts that are probably one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tamis.operations.verbs.verb import Place

if TYPE_CHECKING:
    from tamis.operations.merge_duplicates import MergingTogether
    from tamis.store.warehouse.duplicates import Duplicates


@dataclass(frozen=True)
class FindDuplicates:
    """`tamis duplicates`."""

    kind: ClassVar[str] = "duplicates"
    of: ClassVar[str] = "tamis.operations.duplicates"
    is_sure: bool
    most: int

    def do(self, place: Place) -> Duplicates:
        """Finds them."""
        from tamis.operations.duplicates import find_duplicates

        return find_duplicates(place.workspace, is_sure=self.is_sure, most=self.most, progress=place.progress)


@dataclass(frozen=True)
class DismissDuplicate:
    """`tamis duplicates dismiss`."""

    kind: ClassVar[str] = "dismiss"
    of: ClassVar[str] = "tamis.operations.duplicates"
    one: str
    other: str
    is_undone: bool = False

    def do(self, place: Place) -> None:
        """Dismisses the pair, or takes that back."""
        from tamis.operations.duplicates import dismiss_duplicate

        dismiss_duplicate(place.workspace, self.one, self.other, now=place.now, is_undone=self.is_undone)


@dataclass(frozen=True)
class MergeDuplicates:
    """`tamis duplicates merge`. `contacts`: the most that become part of others, as was agreed to. `asked_at`: when
    that was (microseconds since the epoch, UTC), the same at every attempt."""

    kind: ClassVar[str] = "merge duplicates"
    of: ClassVar[str] = "tamis.operations.merge_duplicates"
    contacts: int
    asked_at: int

    def do(self, place: Place) -> MergingTogether:
        """Merges them."""
        from tamis.operations.merge_duplicates import merge_duplicates

        return merge_duplicates(
            place.workspace, most=self.contacts, asked_at=self.asked_at, now=place.now, progress=place.progress
        )


@dataclass(frozen=True)
class UnmergeDuplicates:
    """`tamis duplicates merge --undo`. `asked_at`: when the merging was asked for."""

    kind: ClassVar[str] = "unmerge duplicates"
    of: ClassVar[str] = "tamis.operations.merge_duplicates"
    asked_at: int

    def do(self, place: Place) -> MergingTogether:
        """Takes it back."""
        from tamis.operations.merge_duplicates import unmerge_duplicates

        return unmerge_duplicates(place.workspace, self.asked_at, now=place.now, progress=place.progress)
