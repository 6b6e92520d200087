"""One property against one operator: true or false, never null (scoring.md, Conditions)."""

from collections.abc import Callable
from typing import Any, Protocol

import ibis.expr.types as ir

from tamis.compile.as_of import AS_OF
from tamis.compile.choices import SEPARATOR, encode_items, item_needle
from tamis.compile.expressions import all_of, any_of, number, whole
from tamis.definitions import NEGATIVE_OPERATORS, Period, PropertyType
from tamis.definitions.instants import read_instant

Test = Callable[[ir.Value, Any], ir.BooleanValue]


class Comparison(Protocol):
    """What compares a value with another: a condition on a property, a score or a tier."""

    @property
    def operator(self) -> str: ...

    @property
    def value(self) -> Any: ...

    @property
    def matches_unknown(self) -> bool | None: ...


def property_holds(
    column: ir.Value, kind: PropertyType | None, comparison: Comparison, *, time_zone: str
) -> ir.BooleanValue:
    """Whether the comparison holds of the column's value, which is of a kind that is known; a date begins in the time
    zone.

    An unknown value meets every negative operator and no other, unless `matches_unknown` says otherwise.
    """
    assert kind is not None
    operator, value = comparison.operator, comparison.value
    if operator == "is_known":
        return column.notnull() if value else column.isnull()
    test = _tests(kind, time_zone)[operator](column, value)
    # A missing value matches nothing; left null, it would swallow the points of the whole group.
    unknown = comparison.matches_unknown
    return test.fill_null(operator in NEGATIVE_OPERATORS if unknown is None else unknown)


def _tests(kind: PropertyType, time_zone: str) -> dict[str, Test]:
    match kind:
        case PropertyType.TEXT:
            return _TEXT
        case PropertyType.CHOICE:
            return _CHOICE
        case PropertyType.CHOICES:
            return _CHOICES
        case PropertyType.NUMBER:
            return _NUMBER
        case PropertyType.BOOLEAN:
            return {"is": lambda column, value: column == value}
        case _:
            return _instant_tests(time_zone)


def _one_of(column: ir.Value, values: list[Any]) -> ir.BooleanValue:
    return column.isin(values)


_TEXT: dict[str, Test] = {
    "is": lambda c, v: c.lower() == v.lower(),
    "is_not": lambda c, v: c.lower() != v.lower(),
    "is_any_of": lambda c, v: _one_of(c.lower(), [text.lower() for text in v]),
    "is_none_of": lambda c, v: ~_one_of(c.lower(), [text.lower() for text in v]),
    "contains": lambda c, v: c.lower().contains(v.lower()),
    "does_not_contain": lambda c, v: ~c.lower().contains(v.lower()),
    "contains_any_of": lambda c, v: any_of([c.lower().contains(text.lower()) for text in v]),
    "starts_with": lambda c, v: c.lower().startswith(v.lower()),
    "ends_with": lambda c, v: c.lower().endswith(v.lower()),
}

_CHOICE: dict[str, Test] = {
    "is": lambda c, v: c == v,
    "is_not": lambda c, v: c != v,
    "is_any_of": lambda c, v: _one_of(c, list(v)),
    "is_none_of": lambda c, v: ~_one_of(c, list(v)),
}

_CHOICES: dict[str, Test] = {
    "contains_any_of": lambda c, v: any_of([c.contains(item_needle(item)) for item in v]),
    "contains_all_of": lambda c, v: all_of([c.contains(item_needle(item)) for item in v]),
    "contains_none_of": lambda c, v: ~any_of([c.contains(item_needle(item)) for item in v]),
    "is_exactly": lambda c, v: c == (encode_items(v) or SEPARATOR),
}

_NUMBER: dict[str, Test] = {
    "is": lambda c, v: c == number(v),
    "is_not": lambda c, v: c != number(v),
    "is_any_of": lambda c, v: _one_of(c, [number(item) for item in v]),
    "is_none_of": lambda c, v: ~_one_of(c, [number(item) for item in v]),
    "greater_than": lambda c, v: c > number(v),
    "at_least": lambda c, v: c >= number(v),
    "less_than": lambda c, v: c < number(v),
    "at_most": lambda c, v: c <= number(v),
    "between": lambda c, v: (c >= number(v[0])) & (c <= number(v[1])),
    "not_between": lambda c, v: (c < number(v[0])) | (c > number(v[1])),
}


def _instant_tests(time_zone: str) -> dict[str, Test]:
    """Dates and date-times, both kept as microseconds since the epoch; a date is its local midnight."""

    def at(text: str) -> ir.IntegerScalar:
        return whole(read_instant(text, time_zone))

    def from_now(period: Period, direction: int) -> ir.IntegerValue:
        return AS_OF + whole(direction * period.micros)

    return {
        "before": lambda c, v: c < at(v),
        "after": lambda c, v: c >= at(v),
        "between": lambda c, v: (c >= at(v[0])) & (c < at(v[1])),
        "in_the_last": lambda c, v: (c > from_now(v, -1)) & (c <= AS_OF),
        "in_the_next": lambda c, v: (c > AS_OF) & (c <= from_now(v, 1)),
        "more_than_ago": lambda c, v: c <= from_now(v, -1),
    }
