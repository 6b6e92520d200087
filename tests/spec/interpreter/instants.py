"""Instants and periods (scoring.md, "Periods" and "Instants"). An instant is an int: microseconds since 1970, UTC."""

import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

HOUR = 3_600 * 1_000_000
UNITS = {"hour": HOUR, "day": 24 * HOUR, "week": 7 * 24 * HOUR, "month": 30 * 24 * HOUR, "year": 365 * 24 * HOUR}

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DATETIME = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]+))?)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_PERIOD = re.compile(r"([0-9]+) (hour|day|week|month|year)s?")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read_period(text: str) -> int:
    """Microseconds of `30 days`; a month is 30 days and a year 365."""
    number, unit = _PERIOD.fullmatch(text).groups()
    return int(number) * UNITS[unit]


def read_instant(text: str, time_zone: str) -> int:
    """The instant that a date, or a date and time, names; ValueError if it is neither."""
    return read_date(text, time_zone) if is_date(text) else read_datetime(text)


def is_date(text: str) -> bool:
    return _DATE.fullmatch(text) is not None


def read_date(text: str, time_zone: str) -> int:
    """Midnight in the workspace's time zone; ValueError if the text is no date."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return _local_midnight(datetime(*(int(part) for part in match.groups())), ZoneInfo(time_zone))


def read_datetime(text: str) -> int:
    """A time with its offset, or UTC without one; digits after the microsecond are cut."""
    match = _DATETIME.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    microsecond = int((fraction or "")[:6].ljust(6, "0"))
    written = datetime(
        int(year), int(month), int(day), int(hour), int(minute), int(second or 0), microsecond, _offset(offset)
    )
    return _micros(written)


def _offset(text: str | None) -> timezone:
    if text is None or text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[4:6])
    if hours > 23 or minutes > 59:
        raise ValueError(text)
    distance = timedelta(hours=hours, minutes=minutes)
    return timezone(-distance if text[0] == "-" else distance)


def _local_midnight(midnight: datetime, zone: ZoneInfo) -> int:
    """The first instant at which the local clock shows this midnight or, where it is skipped, anything later."""
    readings = [_micros(midnight.replace(tzinfo=zone, fold=fold)) for fold in (0, 1)]
    if _local(readings[0], zone) == midnight:
        return readings[0]
    early, late = min(readings) - 1, max(readings)
    while late - early > 1:
        middle = (early + late) // 2
        if _local(middle, zone) >= midnight:
            late = middle
        else:
            early = middle
    return late


def _local(instant: int, zone: ZoneInfo) -> datetime:
    return (_EPOCH + timedelta(microseconds=instant)).astimezone(zone).replace(tzinfo=None)


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)
