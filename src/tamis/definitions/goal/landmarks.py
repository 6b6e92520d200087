"""The instants at which records are looked at to learn from them: `every 1 month`, `3 days after created_at`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, WithJsonSchema

from tamis.definitions.grammar import found, wrong
from tamis.definitions.periods import Period

Unit = Literal["day", "week", "month", "year"]

_EVERY = re.compile(r"every +(?P<count>\d{1,3}) +(?P<unit>day|week|month|year)s?", re.ASCII)
_AFTER = re.compile(r"(?P<period>.+?) +after +created_at", re.ASCII)
_EVERY_FORM = "every +0*[1-9][0-9]{0,2} +(day|week|month|year)s?"
_AFTER_FORM = "0*[1-9][0-9]* +(hour|day|week|month|year)s? +after +created_at"
_HINT = "such as every 1 month, or 3 days after created_at"


@dataclass(frozen=True)
class Every:
    """Many landmarks for a record: the beginnings of each so many days, weeks (from Monday), months or years of the
    calendar, in the data's time zone."""

    count: int
    unit: Unit

    def __str__(self) -> str:
        return f"every {self.count} {self.unit}{'s' if self.count > 1 else ''}"


@dataclass(frozen=True)
class AfterCreation:
    """One landmark a record: so long after it was created."""

    period: Period

    def __str__(self) -> str:
        return f"{self.period} after created_at"


def read_landmarks(value: object) -> Every | AfterCreation:
    """Landmarks from what was written; the error of a value, without the name of its key."""
    if isinstance(value, Every | AfterCreation):
        return value
    if not isinstance(value, str):
        raise wrong("wrong-landmarks", f"wants landmarks, not {found(value)}", _HINT)
    if (every := _EVERY.fullmatch(value)) and int(every["count"]) > 0:
        unit: Any = every["unit"]
        return Every(int(every["count"]), unit)
    if after := _AFTER.fullmatch(value):
        try:
            return AfterCreation(Period.read(after["period"]))
        except ValueError as error:
            raise wrong("wrong-landmarks", f"{error}, not {found(after['period'])}", _HINT) from None
    raise wrong("wrong-landmarks", f"wants landmarks, not {found(value)}", _HINT)


_SCHEMA = {
    "type": "string",
    "pattern": f"^({_EVERY_FORM}|{_AFTER_FORM})$",
    "description": "When records are looked at: every N days, weeks, months or years, or N days after created_at.",
    "examples": ["every 1 month", "3 days after created_at"],
}
Landmarks = Annotated[
    Every | AfterCreation,
    BeforeValidator(read_landmarks),
    WithJsonSchema(_SCHEMA),
]
