"""When a message happened (ingest.md, "Time"). All instants are microseconds since the epoch in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache

import msgspec

from tamis.connectors.segment.faults import BadMessage

# Characters; longer than any way to write a time.
_LONGEST = 64
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_DAY = 86_400_000_000
# The years that a calendar can write, 1 to 9999.
_EARLIEST, _LATEST = ((each - _EPOCH) // _MICROSECOND for each in (
    datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
))  # fmt: skip


class Times(msgspec.Struct, gc=False):
    """The four instants of a message; `clamped` if it claimed to have happened after it was received."""

    timestamp: int | None
    sent_at: int | None
    received_at: int
    occurred_at: int
    clamped: bool


def times_of(timestamp: object, sent_at: object, received_at: int) -> Times:
    """The four instants. An unreadable `sentAt` is absent; raises BadMessage for an unreadable `timestamp`.

    >>> times_of("1970-01-01T00:00:01Z", "1970-01-01T00:00:03Z", 10_000_000).occurred_at
    8000000
    """
    happened, sent = instant(timestamp), _sent(sent_at)
    if happened is None and not is_absent(timestamp):
        raise BadMessage("bad_timestamp", "The timestamp is no ISO 8601 time of the years 1 to 9999.")
    occurred = _occurred_at(happened, sent, received_at)
    if occurred < _EARLIEST:
        raise BadMessage("bad_timestamp", "By timestamp and sentAt it happened before the year 1.")
    is_later = occurred > received_at
    return Times(happened, sent, received_at, received_at if is_later else occurred, is_later)


def instant(value: object) -> int | None:
    """The instant of an ISO 8601 text, without an offset in UTC; None if it is none.

    >>> instant("1970-01-01T01:00:00.5+01:00"), instant("1970-01-01"), instant("soon"), instant(12)
    (500000, 0, None, None)
    """
    clock = _clock(value) if isinstance(value, str) else None
    if clock is None:
        return None
    since = (clock if clock.tzinfo else clock.replace(tzinfo=UTC)) - _EPOCH
    # Four times as quick as to divide by a microsecond.
    micros = since.days * _DAY + since.seconds * 1_000_000 + since.microseconds
    return micros if _EARLIEST <= micros <= _LATEST else None


def _clock(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    try:
        # Upper case: Python knows the Z of UTC, and not the z that ISO 8601 knows too.
        return datetime.fromisoformat(text.strip().upper())
    except ValueError:
        return None


def _sent(sent_at: object) -> int | None:
    # What is remembered must not be as long as whoever sends it likes.
    return _remembered(sent_at) if isinstance(sent_at, str) and len(sent_at) <= _LONGEST else None


@lru_cache(maxsize=64)
def _remembered(sent_at: str) -> int | None:
    """Of an instant that all messages of a request have in common."""
    return instant(sent_at)


def _occurred_at(timestamp: int | None, sent_at: int | None, received_at: int) -> int:
    if timestamp is None:
        return received_at
    if sent_at is None:
        return timestamp
    # Both by the sender's clock, so that its being wrong cancels out.
    return received_at - (sent_at - timestamp)


def is_absent(value: object) -> bool:
    """Whether nothing is said: null or blank."""
    return value is None or isinstance(value, str) and not value.strip()
