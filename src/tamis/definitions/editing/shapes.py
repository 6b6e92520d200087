"""What a form asks for beside an operator, and how a value is brought into the shape of another operator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from tamis.definitions.nodes import plain
from tamis.definitions.operators import ALL_OPERATORS, OPERATORS, PropertyType, shape_of


class Asked(StrEnum):
    """What a form asks for."""

    TRUTH = "truth"
    TEXT = "text"
    NUMBER = "number"
    INSTANT = "instant"
    PERIOD = "period"
    TEXTS = "texts"
    NUMBERS = "numbers"
    TWO_NUMBERS = "two_numbers"
    TWO_INSTANTS = "two_instants"


MANY = frozenset({Asked.TEXTS, Asked.NUMBERS, Asked.TWO_NUMBERS, Asked.TWO_INSTANTS})
"""Those of several values."""
_NUMBERS = frozenset({Asked.NUMBER, Asked.NUMBERS, Asked.TWO_NUMBERS})
_IN_TIME = frozenset({PropertyType.DATE, PropertyType.DATETIME})
_SINGLE: Mapping[str, Asked] = {"boolean": Asked.TRUTH, "number": Asked.NUMBER, "string": Asked.TEXT}


def operators_of(kind: PropertyType | None) -> tuple[str, ...]:
    """The operators that a property of a type takes; all of them where its type is not known."""
    return OPERATORS[kind] if kind is not None else ALL_OPERATORS


def asked(operator: str, kind: PropertyType | None, value: Any = None) -> Asked:
    """What an operator compares with; where no type is known, what was compared with so far tells.

    >>> asked("is_any_of", PropertyType.NUMBER), asked("between", PropertyType.DATE), asked("is", None, 5)
    (<Asked.NUMBERS: 'numbers'>, <Asked.TWO_INSTANTS: 'two_instants'>, <Asked.NUMBER: 'number'>)
    """
    if operator not in ALL_OPERATORS:
        return Asked.TEXT
    kind = kind if kind is not None else _kind_of(value)
    if operator == "between" and kind in _IN_TIME:
        return Asked.TWO_INSTANTS
    if operator == "is" and kind == PropertyType.BOOLEAN:
        return Asked.TRUTH
    return _of_schema(shape_of(operator, kind).schema)


def reshaped(value: Any, wanted: Asked, *, example: Any = None, today: str = "2026-01-01") -> Any:
    """A value in another shape, as much of it as fits; else `example` if that fits, else something that is read.

    >>> reshaped("Demo", Asked.TEXTS), reshaped([5, 9], Asked.NUMBER), reshaped(True, Asked.PERIOD)
    (['Demo'], 5, '30 days')
    """
    known = [each for each in _listed(value) if _fits(each, wanted)]
    known = known or [each for each in _listed(example) if each is not None and _fits(each, wanted)]
    if wanted in (Asked.TEXTS, Asked.NUMBERS):
        return known or [_blank(wanted, today)]
    if wanted == Asked.TWO_NUMBERS:
        return sorted([*known, *([known[0] + 100] if len(known) == 1 else [])][:2]) if known else [0, 100]
    if wanted == Asked.TWO_INSTANTS:
        return known[:2] if len(known) > 1 else [f"{int(today[:4]) - 1}{today[4:]}".replace("-02-29", "-02-28"), today]
    return known[0] if known else _blank(wanted, today)


def written(values: Sequence[str], wanted: Asked) -> Any:
    """What was typed into the fields of a form, as values; what does not fit is kept as it was typed.

    >>> written(["12"], Asked.NUMBER), written(["12", ""], Asked.TEXTS), written(["true"], Asked.TRUTH)
    (12, ['12'], True)
    """
    read = [_typed(value.strip() if wanted in _NUMBERS else value, wanted) for value in values]
    if wanted in (Asked.TEXTS, Asked.NUMBERS):
        return [value for value in read if value != ""]
    if wanted in MANY:
        return read
    return read[0] if read else ""


def _typed(text: str, wanted: Asked) -> Any:
    if wanted == Asked.TRUTH:
        return text == "true"
    # A comma is how most of Europe writes decimals; no number of a definition has another use for it.
    number = plain(text.replace(",", ".").replace("−", "-")) if wanted in _NUMBERS else None
    return number if isinstance(number, int | float) and not isinstance(number, bool) else text


def _of_schema(schema: Mapping[str, Any]) -> Asked:
    if "anyOf" in schema:
        return _of_schema(schema["anyOf"][0])
    if schema.get("type") != "array":
        is_instant = str(schema.get("pattern", "")).startswith(r"^\d{4}")
        is_period = "pattern" in schema and not is_instant
        return Asked.INSTANT if is_instant else Asked.PERIOD if is_period else _SINGLE[str(schema["type"])]
    item = _of_schema(schema["items"])
    if schema.get("maxItems") == 2:
        return Asked.TWO_NUMBERS if item == Asked.NUMBER else Asked.TWO_INSTANTS
    return Asked.NUMBERS if item == Asked.NUMBER else Asked.TEXTS


def _kind_of(value: Any) -> PropertyType | None:
    first = value[0] if isinstance(value, list | tuple) and value else value
    if isinstance(first, bool):
        return PropertyType.BOOLEAN
    if isinstance(first, int | float):
        return PropertyType.NUMBER
    is_two = isinstance(value, list | tuple) and len(value) == 2 and all(map(_is_instant, value))
    return PropertyType.DATETIME if is_two else None


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _fits(value: Any, wanted: Asked) -> bool:
    if wanted == Asked.TRUTH:
        return isinstance(value, bool)
    if wanted in _NUMBERS:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if not isinstance(value, str) or not value:
        return False
    if wanted == Asked.PERIOD:
        return _is_period(value)
    return _is_instant(value) if wanted in (Asked.INSTANT, Asked.TWO_INSTANTS) else True


def _is_instant(value: Any) -> bool:
    from tamis.definitions.instants import read_instant

    try:
        return isinstance(value, str) and read_instant(value) is not None
    except ValueError:
        return False


def _is_period(text: str) -> bool:
    from tamis.definitions.periods import Period

    try:
        return Period.read(text).micros > 0
    except ValueError:
        return False


def _blank(wanted: Asked, today: str) -> Any:
    blanks = {Asked.TRUTH: True, Asked.NUMBER: 0, Asked.NUMBERS: 0, Asked.INSTANT: today, Asked.PERIOD: "30 days"}
    return blanks.get(wanted, "")
