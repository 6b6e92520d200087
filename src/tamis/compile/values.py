"""Whether what an operator is given can be compared with a property of its type (scoring.md, Conditions)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tamis.compile.catalog import EventProperty, Property
from tamis.definitions import Period, PropertyType
from tamis.definitions.instants import read_instant
from tamis.errors import closest

Wrong = tuple[str, str]

_LISTS = {"is_any_of", "is_none_of", "contains_any_of", "contains_all_of", "contains_none_of", "is_exactly"}
_PERIODS = {"in_the_last", "in_the_next", "more_than_ago"}
_PAIRS = {"between", "not_between"}


def value_mistake(found: Property | EventProperty, operator: str, value: object) -> Wrong | None:
    """A sentence without its subject, and a hint, if the value does not fit the property's type; else None."""
    if operator == "is_known" or found.type is None:
        return None
    if operator in _PERIODS:
        return None if isinstance(value, Period) else _wants(found, operator, "a period such as 30 days")
    if operator in _LISTS or operator in _PAIRS:
        if not isinstance(value, Sequence) or isinstance(value, str):
            return _wants(found, operator, "a list")
        items: Sequence[object] = value
    else:
        items = (value,)
    return next((wrong for item in items if (wrong := _CHECKS[found.type](found, operator, item))), None)


def _text(found: Property | EventProperty, operator: str, value: object) -> Wrong | None:
    if isinstance(value, str):
        return None
    written = str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else value
    return (
        f"compares {found.name}, a {found.type}, with {written}, which is no text.",
        f'put it in quotes: {operator}: "{written}"',
    )


def _choice(found: Property | EventProperty, operator: str, value: object) -> Wrong | None:
    if (wrong := _text(found, operator, value)) is not None:
        return wrong
    if found.options and value not in found.options:
        return (
            f"compares {found.name} with {value}, which is none of its options.",
            closest(str(value), found.options) or f"its options are {', '.join(found.options)}",
        )
    return None


def _number(found: Property | EventProperty, operator: str, value: object) -> Wrong | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return None
    return _wants(found, operator, "a number")


def _boolean(found: Property | EventProperty, operator: str, value: object) -> Wrong | None:
    return None if isinstance(value, bool) else _wants(found, operator, "true or false")


def _instant(found: Property | EventProperty, operator: str, value: object) -> Wrong | None:
    try:
        read_instant(value)  # type: ignore[arg-type]
    except (ValueError, TypeError, AttributeError):
        return _wants(found, operator, "a date such as 2026-01-31")
    return None


def _wants(found: Property | EventProperty, operator: str, what: str) -> Wrong:
    return f"compares {found.name}, a {found.type}, by {operator}, which wants {what}.", f"write {operator}: {what}"


_CHECKS: dict[PropertyType, Callable[[Property | EventProperty, str, object], Wrong | None]] = {
    PropertyType.TEXT: _text,
    PropertyType.CHOICE: _choice,
    PropertyType.CHOICES: _choice,
    PropertyType.NUMBER: _number,
    PropertyType.BOOLEAN: _boolean,
    PropertyType.DATE: _instant,
    PropertyType.DATETIME: _instant,
}
