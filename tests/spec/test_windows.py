"""`within`, and events that are not yet seen (scoring.md, "Event rule")."""

import pytest


def _within(window: str) -> str:
    return f"{{event: demo, within: {window}, points: 5}}"


def test_last_is_open_at_its_far_end_and_closed_at_its_near_end(scores):
    scores(
        _within("{last: 7 days}"),
        events="""
            1 demo 7d-1us
            2 demo 7d
            3 demo 0d
            4 demo -1us
        """,
        expect={1: 5, 2: 0, 3: 5, 4: 0},
    )


def test_before_is_open(scores):
    scores(
        _within("{before: '2024-03-01T12:00Z'}"),
        events="""
            1 demo 2024-03-01T11:59:59.999999Z
            2 demo 2024-03-01T12:00:00Z
        """,
        expect={1: 5, 2: 0},
    )


def test_after_is_closed(scores):
    scores(
        _within("{after: '2024-03-01T12:00Z'}"),
        events="""
            1 demo 2024-03-01T11:59:59.999999Z
            2 demo 2024-03-01T12:00:00Z
        """,
        expect={1: 0, 2: 5},
    )


def test_between_is_closed_then_open(scores):
    scores(
        _within("{between: ['2024-03-01', '2024-03-02']}"),
        events="""
            1 demo 2024-02-29T23:59:59.999999Z
            2 demo 2024-03-01T00:00:00Z
            3 demo 2024-03-01T23:59:59.999999Z
            4 demo 2024-03-02T00:00:00Z
        """,
        expect={1: 0, 2: 5, 3: 5, 4: 0},
    )


def test_events_later_than_the_instant_never_count(scores):
    scores(
        "{event: demo, within: {after: '2024-01-01'}, points: 5}",
        events="""
            1 demo 0d
            2 demo -1us
            3 demo -30d
        """,
        expect={1: 5, 2: 0, 3: 0},
    )


@pytest.mark.parametrize(
    ("period", "inside"),
    [
        ("1 hour", "1h-1us"),
        ("1 day", "24h-1us"),
        ("2 weeks", "14d-1us"),
        ("1 month", "30d-1us"),
        ("3 months", "90d-1us"),
        ("1 year", "365d-1us"),
    ],
)
def test_periods_have_fixed_lengths(scores, period, inside):
    scores(
        _within(f"{{last: {period}}}"),
        events=f"""
            1 demo {inside}
            2 demo {inside}+1us
        """,
        expect={1: 5, 2: 0},
    )


def test_a_date_in_a_window_is_midnight_in_the_workspaces_zone(scores):
    scores(
        _within("{after: '2024-01-15'}"),
        schema="time_zone: Europe/Paris",
        events="""
            1 demo 2024-01-14T22:59:59Z
            2 demo 2024-01-14T23:00:00Z
        """,
        expect={1: 0, 2: 5},
    )


def test_a_time_without_an_offset_is_utc_whatever_the_zone(scores):
    scores(
        _within("{after: '2024-01-15T00:00'}"),
        schema="time_zone: Europe/Paris",
        events="""
            1 demo 2024-01-14T23:59:59
            2 demo 2024-01-15T00:00:00
            3 demo 2024-01-15T01:00:00+01:00
            4 demo 2024-01-15T00:59:59+01:00
        """,
        expect={1: 0, 2: 5, 3: 5, 4: 0},
    )


def test_where_the_clocks_skip_midnight_a_date_is_the_first_instant_after_the_gap(scores):
    scores(
        _within("{after: '2018-11-04'}"),
        schema="time_zone: America/Sao_Paulo",
        events="""
            1 demo 2018-11-04T02:59:59Z
            2 demo 2018-11-04T03:00:00Z
        """,
        expect={1: 0, 2: 5},
    )


def test_where_midnight_comes_twice_a_date_is_the_first(scores):
    scores(
        _within("{after: '2023-11-05'}"),
        schema="time_zone: America/Havana",
        events="""
            1 demo 2023-11-05T03:59:59Z
            2 demo 2023-11-05T04:00:00Z
        """,
        expect={1: 0, 2: 5},
    )


def test_digits_after_the_microsecond_are_cut(scores):
    scores(
        _within("{before: '2024-03-01T00:00:00.000001Z'}"),
        events="""
            1 demo 2024-03-01T00:00:00.0000009Z
            2 demo 2024-03-01T00:00:00.0000019Z
        """,
        expect={1: 5, 2: 0},
    )
