"""The instants at which records are looked at to learn from them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tamis.definitions.goal import Every

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
#: With more than this, the newest are taken: two years of weeks, ten of months.
MOST = 120


def landmarks_between(every: Every, first: int, last: int, time_zone: str) -> tuple[int, ...]:
    """The beginnings of days, weeks, months or years, in the time zone, that are later than `first` and not later than
    `last`; instants are microseconds since the epoch, UTC. Of very many the newest.

    Every so many months (days, weeks, years) are counted from January of the year 0 (its calendar), so that the same
    landmarks come of any data.
    """
    zone, found = ZoneInfo(time_zone), list[int]()
    for day in _backwards(every, _local(last, zone)):
        instant = instant_of(day, zone)
        if instant <= first or len(found) == MOST:
            break
        if instant <= last:
            found.append(instant)
    return tuple(reversed(found))


def instant_of(day: date, zone: ZoneInfo) -> int:
    """When a day begins."""
    return (datetime.combine(day, time(), zone).astimezone(UTC) - _EPOCH) // _MICROSECOND


def _local(instant: int, zone: ZoneInfo) -> date:
    return (_EPOCH + timedelta(microseconds=instant)).astimezone(zone).date()


def _backwards(every: Every, day: date) -> Iterator[date]:
    """The beginnings, from that of the part of the calendar that a day is in."""
    if every.unit in ("month", "year"):
        months = every.count * (12 if every.unit == "year" else 1)
        number = (day.year * 12 + day.month - 1) // months * months
        while number >= 12:
            yield date(number // 12, number % 12 + 1, 1)
            number -= months
    else:
        days = every.count * (7 if every.unit == "week" else 1)
        # Day 1 of the calendar is a Monday.
        number = (day.toordinal() - 1) // days * days
        while number >= 0:
            yield date.fromordinal(number + 1)
            number -= days
