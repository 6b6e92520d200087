"""A click or a typed value, as the form sends it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tamis.definitions.editing import beginnings
from tamis.definitions.editing.tree import Values, has, value_at
from tamis.definitions.grammar import Path
from tamis.server.web.editor.names import Names, Place
from tamis.server.web.editor.places import events_in, place_at


@dataclass
class Click:
    """One action: what, where, with which values. `opened`: which part of the form is open afterwards."""

    do: str
    path: Path
    kind: str
    typed: list[str]
    names: Names
    today: str
    opened: Path | None = field(default=None)

    @property
    def word(self) -> str:
        """The one value that was chosen or typed."""
        return self.typed[0] if self.typed else ""

    def known(self, values: Values, path: Path) -> beginnings.Known:
        """What new things begin with at a path."""
        return self.names.beginnings(place_at(values, path), today=self.today)


def is_there(values: Values, path: Path) -> bool:
    """Whether anything stands at the path."""
    at: Any = values
    for part in path:
        if not has(at, part):
            return False
        at = at[part]
    return True


def of_rule(values: Values, click: Click, path: Path) -> beginnings.Known:
    """What a condition of a rule's case begins with: for its events, or the records that it looks at."""
    place, types = place_at(values, path), events_in(value_at(values, path))
    return click.names.beginnings(Place(place.object, types or None), today=click.today)
