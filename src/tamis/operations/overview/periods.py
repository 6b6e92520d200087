"""Periods that end now, cut at the hours, days or weeks of a time zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from tamis.errors import UsageError
from tamis.operations.call import EPOCH

Unit = Literal["hour", "day", "week"]

#: How long a period is, and how it is cut, by the name that a person chooses it by.
PERIODS: dict[str, tuple[int, Unit]] = {
    "day": (24, "hour"),
    "week": (7, "day"),
    "month": (28, "day"),
    "quarter": (13, "week"),
}
_HOUR = 3_600_000_000
_WIDTHS: dict[Unit, int] = {"hour": _HOUR, "day": 24 * _HOUR, "week": 168 * _HOUR}


@dataclass(frozen=True)
class Period:
    """`edges`: where each part begins, and then the end; microseconds since the epoch, UTC. The last part is not over
    yet."""

    name: str
    unit: Unit
    edges: tuple[int, ...]
    time_zone: str

    @property
    def begin(self) -> int:
        """Its first instant."""
        return self.edges[0]

    @property
    def end(self) -> int:
        """The first instant after it."""
        return self.edges[-1]

    @property
    def parts(self) -> int:
        """How many there are."""
        return len(self.edges) - 1

    @property
    def begins(self) -> tuple[int, ...]:
        """Where each part begins."""
        return self.edges[:-1]

    def place_of(self, column: str) -> str:
        """SQL of the place (from 0) of the part that an instant within the period lies in.

        Reckoned, which takes a tenth of looking it up; where the clocks change, the reckoning begins anew.
        """
        width = _WIDTHS[self.unit]
        ends = [i for i in range(self.parts - 1) if self.edges[i + 1] - self.edges[i] != width]
        stretches = list(zip([0, *(i + 1 for i in ends)], [*ends, self.parts - 1], strict=True))
        # A day of 25 hours goes on until the next one begins.
        reckoned = [
            (last, f"least(({column} - {self.edges[first]}) // {width} + {first}, {last})") for first, last in stretches
        ]
        cases = " ".join(f"WHEN {column} < {self.edges[last + 1]} THEN {place}" for last, place in reckoned[:-1])
        return f"(CASE {cases} ELSE {reckoned[-1][1]} END)" if cases else reckoned[-1][1]


def period_of(name: str, as_of: int, time_zone: str) -> Period:
    """The period of that name that ends just after an instant (microseconds since the epoch, UTC). Raises UsageError
    for a name that is none."""
    if name not in PERIODS:
        raise UsageError(f'There is no period "{name}"; there are {", ".join(PERIODS)}.')
    count, unit = PERIODS[name]
    zone = ZoneInfo(time_zone)
    now = (EPOCH + timedelta(microseconds=as_of)).astimezone(zone)
    begins = sorted({_micros(begin) for begin in _begins(now, count, unit)})
    return Period(name, unit, (*begins, as_of + 1), time_zone)


def _begins(now: datetime, count: int, unit: Unit) -> Iterator[datetime]:
    """Where the parts begin, the last one first."""
    if unit == "hour":
        this = now.replace(minute=0, second=0, microsecond=0)
        # Counted in real hours: on the day the clocks change, one of the wall's is missing or there twice.
        yield from (this.astimezone(EPOCH.tzinfo) - timedelta(hours=i) for i in range(count))
        return
    today = now.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    days = 7 if unit == "week" else 1
    last = today - timedelta(days=today.weekday()) if unit == "week" else today
    yield from (last - timedelta(days=days * i) for i in range(count))


def _micros(instant: datetime) -> int:
    return (instant.astimezone(EPOCH.tzinfo) - EPOCH) // timedelta(microseconds=1)
