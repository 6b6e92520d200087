"""Where in the file the values come from that are left of it, so that later mistakes are told at their places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tamis.definitions.grammar import Path


class Kept(list[Any]):
    """The items that are left of a list, and where each stood in it."""

    origins: tuple[int, ...]


class Meant(dict[str, Any]):
    """A mapping with its misspelt keys as they are meant, and how each of them was written."""

    written: Mapping[str, str]


def original(value: Any, path: Path) -> Path:
    """A path in the pruned values as the path in the file."""
    found: list[str | int] = []
    for part in path:
        is_kept = isinstance(value, Kept) and isinstance(part, int) and part < len(value)
        written = value.written.get(str(part), part) if isinstance(value, Meant) else part
        found.append(value.origins[part] if is_kept else written)
        inside = (
            isinstance(value, dict)
            and part in value
            or isinstance(value, list)
            and isinstance(part, int)
            and part < len(value)
        )
        value = value[part] if inside else None
    return tuple(found)
