"""What the part of a definition at a path is about."""

from __future__ import annotations

from typing import Any

from tamis.definitions.editing.tree import has
from tamis.definitions.grammar import Path
from tamis.server.web.editor.names import Place


def place_at(values: Any, path: Path) -> Place:
    """The object, or the event types, that conditions at a path ask about."""
    place = Place(str(values.get("object", "contact")) if isinstance(values, dict) else "contact")
    at = values
    for depth, part in enumerate(path):
        if not has(at, part):
            break
        at = at[part]
        place = _entered(place, at, path[: depth + 1], values)
    return place


def events_in(part: Any) -> tuple[str, ...]:
    """The event types that a rule or a condition names."""
    named = part.get("event") if isinstance(part, dict) else None
    return tuple(str(each) for each in named) if isinstance(named, list) else (str(named),) if named else ()


def _entered(place: Place, at: Any, path: Path, values: Any) -> Place:
    last = path[-1]
    if last == "contacts":
        return Place("contact")
    if last == "where" and path[-2:-1] != ("contacts",):
        return Place(place.object, _events_above(values, path))
    # An associated record's condition, and a rule about associated records.
    if isinstance(at, dict) and isinstance(at.get("of"), str) and place.events is None:
        return Place(at["of"])
    return place


def _events_above(values: Any, path: Path) -> tuple[str, ...]:
    found: tuple[str, ...] = ()
    at = values
    for part in path[:-1]:
        at = at[part]
        found = events_in(at) or found
    return found
