"""Values of messages by type, read as their text would be in a file (data.md, "Values")."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from tamis.compile.choices import encode_items
from tamis.definitions import PropertyType, read_instant
from tamis.definitions.instants import is_date

Cell = str | float | bool | int | None
"""A value as the warehouse keeps it: choices are encoded, dates and times are microseconds since the epoch, UTC."""

_NUMBER = re.compile(r"[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?", re.ASCII)
_BOOLEANS = {"true": True, "false": False, "1": True, "0": False}


class Unreadable(Exception):
    """The value is none of its property's type."""


def infer_cell_type(value: Any, time_zone: str) -> PropertyType:
    """The type that a property has by the first value that ever came; a text is a date or a time if it is one whole,
    and never a number, which a postcode may look like."""
    match value:
        case bool():
            return PropertyType.BOOLEAN
        case int() | float():
            return PropertyType.NUMBER
        case list():
            return PropertyType.CHOICES
        case str() if _instant(value, time_zone) is not None:
            return PropertyType.DATE if is_date(value) else PropertyType.DATETIME
    return PropertyType.TEXT


def read_cell(value: Any, type: PropertyType, time_zone: str) -> Cell:
    """The value, None for one that is absent. Raises Unreadable."""
    if value is None or value == "":
        return None
    if type == PropertyType.CHOICES:
        return encode_items(_items(value))
    text = _text(value)
    match type:
        case PropertyType.TEXT | PropertyType.CHOICE:
            return text
        case PropertyType.NUMBER:
            return _number(text)
        case PropertyType.BOOLEAN:
            return _boolean(text)
        case PropertyType.DATE | PropertyType.DATETIME:
            return _moment(text, type, time_zone)


def _text(value: Any) -> str:
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case dict():
            return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        case list():
            raise Unreadable
    return str(value)


def _items(value: Any) -> list[str]:
    if isinstance(value, list):
        items = [item for item in value if item is not None]
        if any(isinstance(item, dict | list) for item in items):
            raise Unreadable
        return [_text(item).strip() for item in items]
    return [item.strip() for item in _text(value).split(";")]


def _number(text: str) -> float:
    number = float(text) if _NUMBER.fullmatch(text) else math.inf
    if not math.isfinite(number):
        raise Unreadable
    return number


def _boolean(text: str) -> bool:
    found = _BOOLEANS.get(text.lower())
    if found is None:
        raise Unreadable
    return found


def _moment(text: str, type: PropertyType, time_zone: str) -> int:
    found = _instant(text, time_zone)
    if found is None or (type == PropertyType.DATE and not is_date(text)):
        raise Unreadable
    return found


def _instant(text: str, time_zone: str) -> int | None:
    try:
        return read_instant(text, time_zone)
    except ValueError:
        return None
