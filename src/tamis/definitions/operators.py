"""What can be asked of a value: the operators of each property type, and the shape of what they compare with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from tamis.definitions.grammar import found, wrong
from tamis.definitions.periods import Period, read_period
from tamis.definitions.values import read_instant_text, read_number, read_text


class PropertyType(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    CHOICE = "choice"
    CHOICES = "choices"


_EQUALITY = ("is", "is_not", "is_any_of", "is_none_of")
_TIME = ("before", "after", "between", "in_the_last", "in_the_next", "more_than_ago")

OPERATORS: Mapping[PropertyType, tuple[str, ...]] = MappingProxyType(
    {
        PropertyType.TEXT: (
            *("is_known", *_EQUALITY),
            *("contains", "does_not_contain", "contains_any_of", "starts_with", "ends_with"),
        ),
        PropertyType.NUMBER: (
            *("is_known", *_EQUALITY),
            *("greater_than", "at_least", "less_than", "at_most", "between", "not_between"),
        ),
        PropertyType.BOOLEAN: ("is_known", "is"),
        PropertyType.DATE: ("is_known", *_TIME),
        PropertyType.DATETIME: ("is_known", *_TIME),
        PropertyType.CHOICE: ("is_known", *_EQUALITY),
        PropertyType.CHOICES: (
            "is_known",
            "contains_any_of",
            "contains_all_of",
            "contains_none_of",
            "is_exactly",
        ),
    }
)
"""The operators that a property of a type takes, `is_known` first."""

NEGATIVE_OPERATORS = frozenset({"is_not", "is_none_of", "does_not_contain", "contains_none_of", "not_between"})
"""Those that an unknown value meets."""

Value = str | int | float | bool | Period | tuple[str | int | float, ...]


@dataclass(frozen=True)
class Shape:
    """What an operator compares with: how it is read, and its JSON Schema."""

    read: Callable[[Any], Value]
    schema: Mapping[str, Any]


def shape_of(operator: str, kind: PropertyType | None = None) -> Shape:
    """The shape that an operator wants; of a number or a choice, where the type is known without data."""
    known = {PropertyType.NUMBER: _OF_NUMBERS, PropertyType.CHOICE: _OF_CHOICES}
    return known[kind].get(operator, _SHAPES[operator]) if kind in known else _SHAPES[operator]


def _scalar(value: Any) -> Value:
    if isinstance(value, str):
        return read_text(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return read_number(value)
    raise wrong("wrong-type", f"wants a single value, not {found(value)}")


def _text_or_number(value: Any) -> str | int | float:
    if isinstance(value, bool):
        raise wrong("wrong-type", f"wants a text or a number, not {found(value)}", "booleans have only the operator is")
    read = _scalar(value)
    assert isinstance(read, str | int | float)
    return read


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise wrong("wrong-type", f"wants true or false, not {found(value)}")
    return value


def _items(value: Any) -> list[Any] | tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise wrong("wrong-shape", f"wants a list, not {found(value)}", "write it as [one, two]")
    if not value:
        raise wrong("empty-value", "is an empty list", "give it an item")
    return value


def _texts(value: Any) -> Value:
    return tuple(read_text(item) for item in _items(value))


def _some_numbers(value: Any) -> Value:
    return tuple(read_number(item) for item in _items(value))


def _same_kind(value: Any) -> Value:
    items = tuple(_text_or_number(item) for item in _items(value))
    if len({isinstance(item, str) for item in items}) > 1:
        raise wrong("wrong-type", "mixes texts and numbers", "put the numbers in quotes, if the property is a text")
    return items


def _pair(value: Any) -> list[Any] | tuple[Any, ...]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        size = f"a list of {len(value)}" if isinstance(value, list | tuple) else found(value)
        raise wrong("wrong-shape", f"wants a list of two values, not {size}", "write it as [least, most]")
    return value


def _numbers(value: Any) -> Value:
    return tuple(read_number(item) for item in _pair(value))


def _numbers_or_instants(value: Any) -> Value:
    if any(isinstance(item, str) for item in _pair(value)):
        return tuple(read_instant_text(item) for item in value)
    return _numbers(value)


_TEXT = {"type": "string", "minLength": 1}
_LIST = {"type": "array", "items": _TEXT, "minItems": 1}
_NUMBER = {"type": "number"}
_TWO = {"minItems": 2, "maxItems": 2}
_INSTANT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d"}
_PERIOD = Period.__get_pydantic_json_schema__({"type": "any"}, None)  # type: ignore[arg-type]
_TWO_NUMBERS = {"type": "array", "items": _NUMBER, **_TWO}

_ONE_TEXT = Shape(read_text, _TEXT)
_ONE_NUMBER = Shape(read_number, _NUMBER)
_MANY_TEXTS = Shape(_texts, _LIST)
_SOME_ITEMS = Shape(
    _same_kind, {"anyOf": [_LIST, {"type": "array", "items": _NUMBER, "minItems": 1}], "description": "Any of a list."}
)
_ONE_INSTANT = Shape(read_instant_text, _INSTANT)
_ONE_PERIOD = Shape(read_period, _PERIOD)
_SHAPES: Mapping[str, Shape] = {
    "is_known": Shape(_truth, {"type": "boolean"}),
    "is": Shape(_scalar, {"anyOf": [_TEXT, _NUMBER, {"type": "boolean"}]}),
    "is_not": Shape(_text_or_number, {"anyOf": [_TEXT, _NUMBER]}),
    "is_any_of": _SOME_ITEMS,
    "is_none_of": _SOME_ITEMS,
    "contains": _ONE_TEXT,
    "does_not_contain": _ONE_TEXT,
    "starts_with": _ONE_TEXT,
    "ends_with": _ONE_TEXT,
    "contains_any_of": _MANY_TEXTS,
    "contains_all_of": _MANY_TEXTS,
    "contains_none_of": _MANY_TEXTS,
    "is_exactly": _MANY_TEXTS,
    "greater_than": _ONE_NUMBER,
    "at_least": _ONE_NUMBER,
    "less_than": _ONE_NUMBER,
    "at_most": _ONE_NUMBER,
    "between": Shape(_numbers_or_instants, {"anyOf": [_TWO_NUMBERS, {"type": "array", "items": _INSTANT, **_TWO}]}),
    "not_between": Shape(_numbers, _TWO_NUMBERS),
    "before": _ONE_INSTANT,
    "after": _ONE_INSTANT,
    "in_the_last": _ONE_PERIOD,
    "in_the_next": _ONE_PERIOD,
    "more_than_ago": _ONE_PERIOD,
}

_MANY_NUMBERS = Shape(_some_numbers, {"type": "array", "items": _NUMBER, "minItems": 1})
_OF_NUMBERS: Mapping[str, Shape] = {
    "is": _ONE_NUMBER,
    "is_not": _ONE_NUMBER,
    "is_any_of": _MANY_NUMBERS,
    "is_none_of": _MANY_NUMBERS,
    "between": Shape(_numbers, _TWO_NUMBERS),
}
_OF_CHOICES: Mapping[str, Shape] = {
    "is": _ONE_TEXT,
    "is_not": _ONE_TEXT,
    "is_any_of": _MANY_TEXTS,
    "is_none_of": _MANY_TEXTS,
}

ALL_OPERATORS = tuple(_SHAPES)
"""Every operator of any type."""
