"""Values that would meet a condition on a property, or not meet it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

from tamis.compile.catalog import EventProperty, Property
from tamis.compile.choices import encode_items
from tamis.compile.moment import span_of
from tamis.definitions import (
    NEGATIVE_OPERATORS,
    All,
    Any_,
    Condition,
    Period,
    PropertyCondition,
    PropertyType,
    Window,
)
from tamis.definitions.instants import read_instant
from tamis.store.warehouse.suppositions import Cell, Cells

_DAY = 86_400_000_000
# A text that means nothing in particular.
_SOMETHING = "…"
_MOST_WAYS = 4
_POSITIVE = {
    "is_not": "is",
    "is_none_of": "is_any_of",
    "does_not_contain": "contains",
    "contains_none_of": "contains_any_of",
    "not_between": "between",
}


@dataclass(frozen=True)
class Moment:
    """Now (microseconds since the epoch, UTC), and where dates begin."""

    as_of: int
    time_zone: str


def wanted_value(condition: PropertyCondition, property: Property | EventProperty, moment: Moment) -> Cell:
    """A value that meets the condition, as it is kept."""
    operator, value = condition.operator, condition.value
    if operator == "is_known":
        return _anything(property, moment) if value else None
    if operator in NEGATIVE_OPERATORS and condition.matches_unknown is not False:
        return None
    if property.type in (PropertyType.DATE, PropertyType.DATETIME):
        return _instant(operator, value, moment)
    if property.type is PropertyType.CHOICES:
        return _choices(operator, value)
    return _single(operator, value)


def unwanted_value(condition: PropertyCondition, property: Property, moment: Moment) -> Cell:
    """A value that does not meet it."""
    operator = condition.operator
    if operator == "is_known":
        return None if condition.value else _anything(property, moment)
    if operator in _POSITIVE:
        opposite = condition.model_copy(update={"operator": _POSITIVE[operator], "matches_unknown": None})
        return wanted_value(opposite, property, moment)
    return _anything(property, moment) if condition.matches_unknown else None


def event_cells(condition: Condition | None, shape: Mapping[str, EventProperty], moment: Moment) -> list[Cells]:
    """Properties of an event that meet a condition on it, in some of the ways there are."""
    return [tuple(sorted(cells.items())) for cells in _cells(condition, shape, moment)][:_MOST_WAYS]


def is_open(window: Window | None, moment: Moment) -> bool:
    """Whether what happens now lies inside a window."""
    span = span_of(window, moment.time_zone)
    return span.first(moment.as_of) <= moment.as_of and (span.until is None or moment.as_of <= span.until)


def _cells(condition: Condition | None, shape: Mapping[str, EventProperty], moment: Moment) -> list[dict[str, Cell]]:
    match condition:
        case PropertyCondition(property=name):
            property = shape.get(name)
            if property is None or property.type is None:
                return []
            value = wanted_value(condition, property, moment)
            return [{name: value} if value is not None else {}]
        case All(conditions=parts):
            ways = product(*(_cells(part, shape, moment) for part in parts))
            return list(islice((_merged(way) for way in ways), _MOST_WAYS))
        case Any_(conditions=parts):
            return [cells for part in parts for cells in _cells(part, shape, moment)]
    # Nothing, and none of something: an event without properties.
    return [{}]


def _merged(parts: tuple[dict[str, Cell], ...]) -> dict[str, Cell]:
    return {name: value for part in parts for name, value in part.items()}


def _anything(property: Property | EventProperty, moment: Moment) -> Cell:
    match property.type:
        case PropertyType.NUMBER:
            return 1.0
        case PropertyType.BOOLEAN:
            return True
        case PropertyType.DATE | PropertyType.DATETIME:
            return moment.as_of
    first = property.options[0] if property.options else _SOMETHING
    return encode_items([first]) if property.type is PropertyType.CHOICES else first


def _single(operator: str, value: Any) -> Cell:
    """Of a text, a choice, a number or a truth."""
    first = value[0] if isinstance(value, tuple) else value
    match operator:
        case "greater_than":
            return float(first) + 1
        case "less_than":
            return float(first) - 1
        case "not_between":
            return float(value[1]) + 1
        case "is_not" | "is_none_of" | "does_not_contain":
            return _SOMETHING if isinstance(first, str) else float(first) + 0.5
    return float(first) if isinstance(first, int | float) and not isinstance(first, bool) else first


def _choices(operator: str, value: Any) -> Cell:
    if operator == "contains_none_of":
        return encode_items([_SOMETHING])
    return encode_items(value if operator in ("contains_all_of", "is_exactly") else value[:1])


def _instant(operator: str, value: Any, moment: Moment) -> Cell:
    if isinstance(value, Period):
        direction = {"in_the_last": 0, "in_the_next": 1, "more_than_ago": -1}[operator]
        return moment.as_of + direction * value.micros
    first = value[0] if isinstance(value, tuple) else value
    at = read_instant(first, moment.time_zone)
    return at - _DAY if operator == "before" else at
