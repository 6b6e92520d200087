"""Instants as people write them: the grammar of scoring.md, "Periods", "Instants"."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_EPOCH = datetime(1970, 1, 1)
_MICROSECOND = timedelta(microseconds=1)
_SECOND = 1_000_000
_INSTANT = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
    r"(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.(?P<fraction>\d+))?)?"
    r"(?P<offset>Z|[+-]\d\d:\d\d)?)?",
    re.ASCII,
)


def read_instant(text: str, time_zone: str = "UTC") -> int:
    """Microseconds since the epoch, UTC. A date is its midnight in `time_zone`; a time without an offset is UTC.

    Raises ValueError for anything that scoring.md ("Instants") calls unreadable.

    >>> read_instant("1970-01-02"), read_instant("1970-01-01T00:00:00.0000019+01:00")
    (86400000000, -3599999999)
    """
    found = _INSTANT.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no instant")
    parts = found.groupdict()
    year, month, day = int(parts["year"]), int(parts["month"]), int(parts["day"])
    if parts["hour"] is None:
        return _midnight(datetime(year, month, day), time_zone)
    second, fraction = int(parts["second"] or 0), (parts["fraction"] or "")[:6].ljust(6, "0")
    clock = datetime(year, month, day, int(parts["hour"]), int(parts["minute"]), second, int(fraction))
    return _micros(clock) - _offset(parts["offset"])


def day_of(instant: int, time_zone: str) -> date:
    """The day of an instant (microseconds since the epoch, UTC) in a time zone: the date that was read as it.

    >>> day_of(read_instant("2026-03-01", "Europe/Paris"), "Europe/Paris").isoformat()
    '2026-03-01'
    """
    try:
        return (_EPOCH.replace(tzinfo=UTC) + instant * _MICROSECOND).astimezone(_zone(time_zone)).date()
    except OverflowError:
        # East of Greenwich the first day of all begins before there are instants.
        return date.min if instant < 0 else date.max


def is_date(text: str) -> bool:
    """Whether a readable instant is a date without a time, and so depends on the workspace's time zone."""
    return len(text) == len("YYYY-MM-DD")


def _micros(clock: datetime) -> int:
    return (clock - _EPOCH) // _MICROSECOND


def _offset(text: str | None) -> int:
    if text is None or text == "Z":
        return 0
    hours, minutes = int(text[1:3]), int(text[4:6])
    if hours > 23 or minutes > 59:
        raise ValueError(f"{text!r} is no offset")
    return (-1 if text[0] == "-" else 1) * (hours * 3600 + minutes * 60) * _SECOND


def _midnight(day: datetime, time_zone: str) -> int:
    """Where the clocks skip midnight, the first instant after the gap; where it comes twice, the first."""
    if time_zone == "UTC":
        return _micros(day)
    zone = _zone(time_zone)
    before, after = (_micros(day) - _utc_offset(day.replace(fold=fold), zone) for fold in (0, 1))
    # In a gap the offset before it puts midnight later than the offset after it; the clocks jump between the two.
    return _jump(after, before, zone) if after < before else before


def _jump(low: int, high: int, zone: ZoneInfo) -> int:
    """The first whole second in low < t ≤ high whose offset is no longer that of `low`."""
    low, high = low // _SECOND, high // _SECOND
    old = _offset_at(low, zone)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset_at(middle, zone) == old else (low, middle)
    return high * _SECOND


def _offset_at(seconds: int, zone: ZoneInfo) -> timedelta | None:
    instant = _EPOCH.replace(tzinfo=UTC) + timedelta(seconds=seconds)
    return instant.astimezone(zone).utcoffset()


def _utc_offset(clock: datetime, zone: ZoneInfo) -> int:
    offset = clock.replace(tzinfo=zone).utcoffset()
    return offset // _MICROSECOND if offset is not None else 0


@lru_cache(maxsize=8)
def _zone(name: str) -> ZoneInfo:
    # Costs 20 ms, and most workspaces that name no zone never need it.
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (KeyError, OSError) as error:
        raise ValueError(f"{name!r} is no time zone") from error
