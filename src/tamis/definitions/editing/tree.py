"""Changing the values of a definition at a path; what was there before is left as it was."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tamis.definitions.grammar import Path
from tamis.definitions.source import path_text
from tamis.errors import UsageError

Values = dict[str, Any]
"""What a definition says, as plain values."""

_STEP = re.compile(r"\.?([^.\[\]]+)|\[(\d+)\]")
# Where a key is written that was not there: what a thing is stands before what it is worth, and bounds come last.
_HEAD = (
    "key",
    "label",
    "description",
    "object",
    "category",
    "limit",
    "floor",
    "decay",
    "population",
    "groups",
    "rules",
)
_RULE = (
    *("label", "enabled", "event", "of", "association", "all", "any", "none", "in_segment", "property", "score"),
    *("when", "where", "within", "points", "cases", "times", "machine", "decay", "contacts", "combine"),
    *("tier", "from", "to", "color", "limit", "floor", "matches_unknown", "thresholds"),
)


class NoSuchPlace(UsageError):
    """What was to be changed is not there, or no longer."""


def path_of(text: str) -> Path:
    """The path that `path_text` wrote. Raises NoSuchPlace for what is none.

    >>> path_of("groups[1].rules[0].where")
    ('groups', 1, 'rules', 0, 'where')
    """
    found, at = list[str | int](), 0
    while at < len(text):
        step = _STEP.match(text, at)
        if step is None:
            raise NoSuchPlace(f'"{text}" is no place in a definition.')
        found.append(step[1] if step[1] is not None else int(step[2]))
        at = step.end()
    return tuple(found)


def value_at(values: Any, path: Path) -> Any:
    """What stands at a path. Raises NoSuchPlace where nothing does."""
    for depth, part in enumerate(path):
        if not has(values, part):
            raise NoSuchPlace(
                f"There is no {path_text(path[: depth + 1])} in this definition.\n"
                "  hint: it may have been changed in the meantime; load it anew"
            )
        values = values[part]
    return values


def has(values: Any, part: str | int) -> bool:
    """Whether a mapping has the key, or a list the place."""
    if isinstance(values, dict):
        return part in values
    return isinstance(values, list) and isinstance(part, int) and 0 <= part < len(values)


def changed(values: Values, path: Path, change: Callable[[Any], Any]) -> Values:
    """The values with what stands at the path changed. Raises NoSuchPlace."""
    value_at(values, path)
    made: Values = _changed(values, path, change)
    return made


def put(values: Values, path: Path, value: Any) -> Values:
    """The values with `value` at the path; its key may be new. Raises NoSuchPlace."""
    *_, last = path
    return changed(values, path[:-1], lambda parent: _with(parent, path, last, value))


def drop(values: Values, path: Path) -> Values:
    """The values without what stands at the path. Raises NoSuchPlace."""
    value_at(values, path)
    *_, last = path

    def without(parent: Any) -> Any:
        if isinstance(parent, list):
            return [each for at, each in enumerate(parent) if at != last]
        return {key: each for key, each in parent.items() if key != last}

    return changed(values, path[:-1], without)


def insert(values: Values, path: Path, item: Any) -> Values:
    """The values with an item at the path, whose list may be missing; what stood there moves on. Raises NoSuchPlace."""
    *place, at = path
    parent = value_at(values, tuple(place[:-1]))
    if isinstance(parent, dict) and place[-1] not in parent:
        return put(values, tuple(place), [item])
    items = value_at(values, tuple(place))
    if not isinstance(items, list) or not isinstance(at, int) or not 0 <= at <= len(items):
        raise NoSuchPlace(f"There is no place {path_text(path)} in this definition.")
    return changed(values, tuple(place), lambda old: [*old[:at], item, *old[at:]])


def _changed(values: Any, path: Path, change: Callable[[Any], Any]) -> Any:
    if not path:
        return change(values)
    copy = values.copy()
    copy[path[0]] = _changed(values[path[0]], path[1:], change)
    return copy


def _with(parent: Any, path: Path, last: str | int, value: Any) -> Any:
    if isinstance(parent, dict) and isinstance(last, str):
        return {**parent, last: value} if last in parent else _added(parent, last, value)
    if not has(parent, last):
        raise NoSuchPlace(f"There is no {path_text(path)} in this definition.")
    return [value if at == last else each for at, each in enumerate(parent)]


def _added(parent: dict[str, Any], key: str, value: Any) -> dict[str, Any]:
    """A new key behind the last one that belongs before it; the author's own order stays."""
    order = _HEAD if {"rules", "groups"} & {*parent, key} else _RULE
    rank = order.index(key) if key in order else len(order)
    before = [each for each in parent if each in order and order.index(each) < rank]
    at = list(parent).index(before[-1]) + 1 if before else 0 if key in order else len(parent)
    items = list(parent.items())
    return dict([*items[:at], (key, value), *items[at:]])
