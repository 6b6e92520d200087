"""The verb that erases a contact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tamis.operations.verbs.verb import Place

if TYPE_CHECKING:
    from tamis.operations.record.erasing import Erasure


@dataclass(frozen=True)
class Erase:
    """For good: a contact, by any id that it is known by."""

    kind: ClassVar[str] = "erase"
    of: ClassVar[str] = "tamis.operations.record.erasing"
    id: str

    def do(self, place: Place) -> Erasure:
        """Erases it."""
        from tamis.operations.record.erasing import erase

        return erase(place.workspace, self.id, now=place.now, progress=place.progress, is_again=place.is_again)
