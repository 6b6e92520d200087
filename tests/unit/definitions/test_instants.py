"""Instants and periods as people write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tamis.definitions import Period, read_instant
from tamis.definitions.instants import day_of

DAY = 86_400_000_000


def utc(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp()) * 1_000_000


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-01-31", utc(2026, 1, 31)),
        ("2026-01-31T09:30", utc(2026, 1, 31, 9, 30)),
        ("2026-01-31 09:30:15", utc(2026, 1, 31, 9, 30, 15)),
        ("2026-01-31T09:30:15.5Z", utc(2026, 1, 31, 9, 30, 15) + 500_000),
        ("2026-01-31T09:30:15.1234569", utc(2026, 1, 31, 9, 30, 15) + 123_456),
        ("2026-01-31T00:30+02:00", utc(2026, 1, 30, 22, 30)),
        ("2026-01-31T00:30-05:45", utc(2026, 1, 31, 6, 15)),
        ("1969-12-31T23:59:59.999999Z", -1),
        ("0001-01-01T00:00+14:00", utc(1, 1, 1) - 14 * DAY // 24),
    ],
)
def test_instants_are_microseconds_in_utc(text, instant):
    assert read_instant(text, "Europe/Paris" if "T" in text else "UTC") == instant


@pytest.mark.parametrize(
    ("day", "zone", "instant"),
    [
        ("2026-07-14", "Europe/Paris", utc(2026, 7, 13, 22)),
        ("2026-01-14", "America/New_York", utc(2026, 1, 14, 5)),
        # Midnight is skipped: the clocks jump from 00:00 to 01:00.
        ("2018-11-04", "America/Sao_Paulo", utc(2018, 11, 4, 3)),
        # They jump over it, from 23:30 to 00:30.
        ("1919-03-31", "America/Toronto", utc(1919, 3, 31, 4, 30)),
        # The whole day is skipped.
        ("2011-12-30", "Pacific/Apia", utc(2011, 12, 30, 10)),
        # Midnight comes twice: the clocks go back from 00:00 to 23:00, and from 01:00 to 00:00.
        ("2018-02-18", "America/Sao_Paulo", utc(2018, 2, 18, 3)),
        ("2025-11-02", "America/Havana", utc(2025, 11, 2, 4)),
    ],
)
def test_a_date_is_midnight_in_the_time_zone(day, zone, instant):
    assert read_instant(day, zone) == instant


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/Los_Angeles", "America/Sao_Paulo", "America/Havana"])
@pytest.mark.parametrize("day", ["0001-01-01", "2018-11-04", "2018-02-18", "2025-11-02", "2026-03-01", "9999-12-31"])
def test_an_instant_at_which_a_date_begins_is_of_that_day(day, zone):
    assert day_of(read_instant(day, zone), zone).isoformat() == day


@pytest.mark.parametrize(
    "text",
    [
        *("", "2026", "2026-1-31", "2026-02-30", "31/01/2026", "2026-01-31T", "2026-01-31T9:30", "2026-01-31T24:00"),
        *("2026-01-31T09", "2026-01-31T09:30:60", "2026-01-31t09:30", "2026-01-31T09:30z", "2026-01-31T09:30:15."),
        *(
            "2026-01-31T09:30:15,5",
            "2026-01-31T09:30+0200",
            "2026-01-31T09:30+24:00",
            "2026-01-31T09:30 Z",
            "2026-01-31Z",
        ),
        *(" 2026-01-31", "2026-01-31\n", "２０２６-01-31", "0000-01-01", "2026-01-31  09:30"),
    ],
)
def test_anything_else_is_unreadable(text):
    with pytest.raises(ValueError):
        read_instant(text)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("1 hour", 1),
        ("36 hours", 36),
        ("1 day", 24),
        ("2 weeks", 336),
        ("1 month", 720),
        ("3 months", 2160),
        ("1 year", 8760),
    ],
)
def test_a_month_is_30_days_and_a_year_365(text, hours):
    assert Period.read(text).micros == hours * 3_600_000_000


@pytest.mark.parametrize(
    "text", ["0 days", "-1 day", "1.5 days", "days", "30", "30d", "30 Days", "1 minute", "9999999 years"]
)
def test_other_periods_are_refused(text):
    with pytest.raises(ValueError, match="wants a period"):
        Period.read(text)
