"""Lengths of time: `30 days`, `1 month` (scoring.md, "Periods")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from tamis.definitions.grammar import found, wrong

_UNITS = {"hour": 1, "day": 24, "week": 7 * 24, "month": 30 * 24, "year": 365 * 24}
_HOUR = 3_600_000_000
_PERIOD = re.compile(r"(?P<count>\d+) +(?P<unit>hour|day|week|month|year)s?", re.ASCII)
# Ten thousand years: anything longer would leave the range of a 64-bit instant.
_LONGEST = 10_000 * 365 * 24 * _HOUR


@dataclass(frozen=True)
class Period:
    """A length of time in microseconds, and as it was written; a month is 30 days, a year 365."""

    micros: int
    text: str

    @classmethod
    def read(cls, text: str) -> Period:
        """Raises ValueError for anything but `N hours|days|weeks|months|years`, N a positive whole number.

        >>> Period.read("2 weeks").micros == Period.read("14 days").micros
        True
        """
        match = _PERIOD.fullmatch(text)
        if match is None:
            raise ValueError("wants a period such as 30 days")
        # A long row of digits would take long to become a number, and is too long anyway.
        count = int(match["count"]) if len(match["count"]) <= 12 else _LONGEST
        if count == 0:
            raise ValueError("wants a period longer than nothing")
        micros = count * _UNITS[match["unit"]] * _HOUR
        if micros > _LONGEST:
            raise ValueError("wants a period of at most 10000 years")
        return cls(micros, text)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            read_period, serialization=core_schema.plain_serializer_function_ser_schema(lambda period: period.text)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {
            "type": "string",
            "pattern": r"^0*[1-9][0-9]* +(hour|day|week|month|year)s?$",
            "description": "A period: N hours, days, weeks, months (of 30 days) or years (of 365 days).",
            "examples": ["7 days", "1 month"],
        }

    def __str__(self) -> str:
        return self.text


def read_period(value: object) -> Period:
    """A period from what was written; the error of a value, without the name of its key."""
    if isinstance(value, Period):
        return value
    hint = "a number and hours, days, weeks, months or years"
    if not isinstance(value, str):
        raise wrong("wrong-period", f"wants a period such as 30 days, not {found(value)}", hint)
    try:
        return Period.read(value)
    except ValueError as error:
        raise wrong("wrong-period", f"{error}, not {found(value)}", hint) from None
