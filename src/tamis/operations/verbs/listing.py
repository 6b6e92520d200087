"""Verbs about lists made by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from tamis.operations.verbs.verb import Place

if TYPE_CHECKING:
    from tamis.operations.segments.lists import ListChange


@dataclass(frozen=True)
class CreateList:
    """A static segment of the records that are named by id or, of contacts, by e-mail address."""

    kind: ClassVar[str] = "create list"
    of: ClassVar[str] = "tamis.operations.segments.lists"
    key: str
    names: tuple[str, ...]
    object: str = "contact"

    def do(self, place: Place) -> ListChange:
        """Makes it."""
        from tamis.operations.segments.lists import create_list

        return create_list(
            place.workspace,
            self.key,
            self.names,
            object=self.object,
            now=place.now,
            progress=place.progress,
            is_again=place.is_again,
        )


@dataclass(frozen=True)
class ChangeMembers:
    """Records that are added to a list, or taken out of it; `drops_empty`: then the list goes if it is empty and
    nothing asks for it."""

    kind: ClassVar[str] = "change members"
    of: ClassVar[str] = "tamis.operations.segments.lists"
    key: str
    names: tuple[str, ...]
    how: Literal["add", "remove"]
    drops_empty: bool = False

    def do(self, place: Place) -> ListChange:
        """Changes it."""
        from tamis.operations.segments.lists import change_members

        return change_members(
            place.workspace,
            self.key,
            self.names,
            how=self.how,
            now=place.now,
            progress=place.progress,
            drops_empty=self.drops_empty,
        )
