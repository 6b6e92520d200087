"""The verb of a first day: a demo company to try Tamis on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tamis.operations.verbs.verb import Place

if TYPE_CHECKING:
    from tamis.operations.import_data import Imported


@dataclass(frozen=True)
class BringDemo:
    """Makes a demo company of so many contacts and imports it."""

    kind: ClassVar[str] = "demo"
    of: ClassVar[str] = "tamis.operations.beginning"
    contacts: int = 1_000

    def do(self, place: Place) -> Imported:
        """Imports it. Raises UsageError for a workspace that holds records already."""
        from tamis.operations.beginning import bring_demo

        return bring_demo(place.workspace, contacts=self.contacts, now=place.now, progress=place.progress)
