"""The single values of a definition: texts, numbers of points, booleans, instants, lists that hold something."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from tamis.definitions.grammar import Reading, found, wrong
from tamis.definitions.instants import read_instant
from tamis.errors import is_unicode

KEY_PATTERN = r"^[a-z][a-z0-9_]*$"
_KEY = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
# Sums of more than this could not be kept to 6 decimals in 64 bits.
_GREATEST = 1_000_000_000
_DECIMALS = 6


def read_text(value: object) -> str:
    """A text with at least one character."""
    if isinstance(value, str):
        if not value:
            raise wrong("empty-value", "is an empty text", "write something between the quotes")
        if not is_unicode(value):
            raise wrong("wrong-text", "holds half a character", "write the whole character instead of its escape")
        return value
    written = getattr(value, "text", None) or str(value)
    is_bare = isinstance(value, int | float)
    hint = f'put it in quotes: "{written.lower() if isinstance(value, bool) else written}"' if is_bare else ""
    raise wrong("wrong-type", f"wants a text, not {found(value)}", hint)


def read_key(value: object) -> str:
    text = read_text(value)
    if not _KEY.fullmatch(text):
        raise wrong("wrong-key", f'is "{text}"', "a key is small letters, digits and _, and begins with a letter")
    return text


def read_number(value: object) -> float:
    """A finite number of any size; a whole number stays one."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        is_quoted = isinstance(value, str) and _is_number(value)
        hint = "write it without quotes" if is_quoted else ""
        raise wrong("wrong-type", f"wants a number, not {found(value)}", hint)
    try:
        is_finite = math.isfinite(value)
    except OverflowError:
        is_finite = False
    if not is_finite:
        raise wrong("non-finite-number", "wants a finite number", "write null for no bound, or a smaller number")
    return int(value) if isinstance(value, int) else float(value)


def read_points(value: object) -> float:
    """A number of points (or percent): finite, at most 6 decimals as written, and not beyond 10^9."""
    number = read_number(value)
    if abs(number) > _GREATEST:
        raise wrong("number-too-large", f"is beyond {_GREATEST}, the most that is counted", "write a smaller number")
    if isinstance(number, int):
        return float(number)
    written = Decimal(getattr(value, "text", None) or repr(value)).normalize()
    exponent = written.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > _DECIMALS:
        raise wrong("too-many-decimals", f"is {written:f}, with more than 6 decimals", f"write {number:.6f}")
    return number


def read_instant_text(value: object) -> str:
    """The text of a readable instant, as it was written."""
    hint = "write 2026-01-31, or 2026-01-31T09:30Z"
    if not isinstance(value, str):
        raise wrong("wrong-instant", f"wants a date or a date and time, not {found(value)}", hint)
    try:
        read_instant(value)
    except ValueError:
        raise wrong("wrong-instant", f"wants a date or a date and time, not {found(value)}", hint) from None
    return value


def _is_number(text: str) -> bool:
    try:
        # Python reads 1_000, YAML does not.
        return "_" not in text and math.isfinite(float(text))
    except ValueError:
        return False


def _whole(value: object) -> int:
    number = read_number(value)
    if not isinstance(number, int) or number < 0:
        raise wrong("wrong-count", f"wants a whole number from 0, not {found(value)}")
    # Counts are compared as 64-bit integers, and nothing has happened this often.
    if number > 10**15:
        raise wrong("number-too-large", "is more than will ever be counted", "leave it out for no end")
    return int(number)


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise wrong("wrong-type", f"wants true or false, not {found(value)}")
    return value


@dataclass(frozen=True)
class Filled:
    """A list that holds something, as the author wrote it; `accepts_one` lets a single value stand for itself."""

    accepts_one: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_before_validator_function(self._read, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        listed = {**handler(schema), "minItems": 1}
        return {"anyOf": [listed["items"], listed]} if self.accepts_one else listed

    def _read(self, value: Any, info: ValidationInfo) -> Any:
        if isinstance(value, tuple):
            return value
        if self.accepts_one and isinstance(value, str):
            return (value,)
        if not isinstance(value, list):
            raise wrong("wrong-shape", f"wants {'a text or ' if self.accepts_one else ''}a list, not {found(value)}")
        if not value and not (info.context or Reading()).is_pruned:
            raise wrong("empty-value", "is an empty list", "give it an item, or leave the key out")
        return value


Text = Annotated[str, BeforeValidator(read_text), Field(json_schema_extra={"minLength": 1})]
Key = Annotated[str, BeforeValidator(read_key), Field(json_schema_extra={"pattern": KEY_PATTERN})]
Points = Annotated[
    float, BeforeValidator(read_points), Field(json_schema_extra={"minimum": -_GREATEST, "maximum": _GREATEST})
]
Bound = Points | None
Count = Annotated[int, BeforeValidator(_whole), Field(json_schema_extra={"minimum": 0})]
Truth = Annotated[bool, BeforeValidator(_truth)]
Instant = Annotated[
    str,
    BeforeValidator(read_instant_text),
    Field(json_schema_extra={"pattern": r"^\d{4}-\d\d-\d\d", "examples": ["2026-01-31", "2026-01-31T09:30Z"]}),
]
OneOrMany = Annotated[tuple[Text, ...], Filled(accepts_one=True)]
Texts = Annotated[tuple[Text, ...], Filled()]
