"""Step 2 of the arithmetic: decay."""

import pytest


def _decaying(decay: str, worth: str = "points: 10") -> str:
    return f"{{event: demo, {worth}, decay: {decay}}}"


@pytest.mark.parametrize("mode", ["", ", mode: linear"])
def test_linear_is_the_default_and_falls_at_every_microsecond(scores, mode):
    scores(
        _decaying(f"{{percent: 50, every: 1 hour{mode}}}"),
        events="""
            1 demo 30m
            2 demo 0s
            3 demo 36s
            4 demo 119m
        """,
        expect={1: "7.5", 2: 10, 3: "9.95", 4: "0.083333"},
    )


def test_step_falls_exactly_at_multiples_of_the_period(scores):
    scores(
        _decaying("{percent: 25, every: 7 days, mode: step}"),
        events="""
            1 demo 7d-1us
            2 demo 7d
            3 demo 14d-1us
            4 demo 14d
            5 demo 28d-1us
            6 demo 28d
            7 demo 35d
        """,
        expect={1: 10, 2: "7.5", 3: "7.5", 4: 5, 5: "2.5", 6: 0, 7: 0},
    )


def test_negative_points_decay_towards_zero(scores):
    scores(
        "{event: unsubscribed, points: -10, decay: {percent: 50, every: 1 month}}",
        score="floor: null",
        events="""
            1 unsubscribed 15d
            2 unsubscribed 90d
        """,
        expect={1: "-7.5", 2: 0},
    )


def test_each_event_decays_by_its_own_age(scores):
    scores(
        _decaying("{percent: 10, every: 1 day}"),
        events="""
            1 demo 1d
            1 demo 2d
            1 demo 20d
        """,
        expect={1: 17},
    )


def test_cases_decay_like_their_event(scores):
    scores(
        """
        event: form
        decay: {percent: 50, every: 1 month}
        cases:
          - {where: {property: name, is: a}, points: 10}
          - {where: {property: page, is: b}, points: 4}
        """,
        events="1 form 15d name=a page=b",
        expect={1: "10.5"},
    )


def test_points_by_count_decay_by_the_newest_counted_event(scores):
    scores(
        """
        event: open
        within: {last: 90 days}
        where: {property: mail, is: a}
        decay: {percent: 50, every: 1 month}
        times: [{from: 2, points: 10}]
        """,
        events="""
            1 open 60d mail=a
            1 open 15d mail=a
            1 open 1d mail=b
            2 open 15d mail=a
        """,
        expect={1: "7.5", 2: 0},
    )


def test_points_for_zero_events_do_not_decay(scores):
    scores(
        "{event: open, times: [{from: 0, to: 1, points: 10}]}",
        group="decay: {percent: 50, every: 1 month}",
        events="2 open 15d",
        expect={1: 10, 2: "7.5"},
    )


@pytest.mark.parametrize("own", ["none", "null"])
def test_a_rule_can_do_without_its_groups_decay(scores, own):
    scores(
        f"[{{event: demo, points: 10, decay: {own}}}, {{event: call, points: 10}}]",
        group="decay: {percent: 50, every: 1 month}",
        events="""
            1 demo 30d
            2 call 30d
        """,
        expect={1: 10, 2: 5},
    )


def test_a_rules_own_decay_overrides_its_groups(scores):
    scores(
        _decaying("{percent: 10, every: 1 month, mode: step}"),
        group="decay: {percent: 100, every: 1 day}",
        events="1 demo 45d",
        expect={1: 9},
    )


def test_record_rules_never_decay(scores):
    scores(
        "[{when: {property: country, is_known: true}, points: 10}, {event: demo, points: 1}]",
        group="decay: {percent: 100, every: 1 day}",
        contacts="""
            id | country
            1 | X
        """,
        events="1 demo 30d",
        expect={1: 10},
    )


def test_decay_comes_before_the_limit_of_the_rule(scores):
    scores(
        "{event: demo, points: 10, limit: 8, decay: {percent: 50, every: 1 month}}",
        events="""
            1 demo 15d
            2 demo 0d
            3 demo 15d
            3 demo 30d
        """,
        expect={1: "7.5", 2: 8, 3: 8},
    )


def test_a_percent_may_be_a_fraction(scores):
    scores(_decaying("{percent: 33.333333, every: 1 day}"), events="1 demo 1d", expect={1: "6.666667"})
