"""Verbs that reset a record's engagement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tamis.operations.verbs.verb import Place

if TYPE_CHECKING:
    from tamis.operations.reset import Resetting


@dataclass(frozen=True)
class Reset:
    """`tamis reset`. `asked_at`: when it was typed (microseconds since the epoch, UTC), the same at every attempt."""

    kind: ClassVar[str] = "reset"
    of: ClassVar[str] = "tamis.operations.reset"
    id: str
    object: str
    asked_at: int
    at: str | None = None

    def do(self, place: Place) -> Resetting:
        """Resets."""
        from tamis.operations.reset import reset

        return reset(
            place.workspace,
            self.id,
            object=self.object,
            at=self.at,
            asked_at=self.asked_at,
            now=place.now,
            progress=place.progress,
            is_again=place.is_again,
        )


@dataclass(frozen=True)
class Unreset:
    """`tamis unreset`."""

    kind: ClassVar[str] = "unreset"
    of: ClassVar[str] = "tamis.operations.reset"
    id: str
    object: str
    asked_at: int

    def do(self, place: Place) -> Resetting:
        """Takes it back."""
        from tamis.operations.reset import unreset

        return unreset(
            place.workspace,
            self.id,
            object=self.object,
            asked_at=self.asked_at,
            now=place.now,
            progress=place.progress,
            is_again=place.is_again,
        )
