"""Record rules, gates and bounds (scoring.md, "Rules")."""

import pytest

CONTACTS = """
    id | country | employees
    1 | France | 100
    2 | France | 10
    3 | Spain | 100
    4 | |
"""


def test_all_any_and_none_nest(scores):
    scores(
        """
        - {when: {all: [{property: country, is: France}, {property: employees, at_least: 50}]}, points: 1}
        - {when: {any: [{property: country, is: France}, {property: employees, at_least: 50}]}, points: 10}
        - {when: {none: [{property: country, is: France}, {all: [{property: employees, at_least: 50}]}]}, points: 40}
        """,
        contacts=CONTACTS,
        expect={1: 11, 2: 10, 3: 10, 4: 40},
    )


def test_every_case_that_holds_adds_its_points_inside_the_gate(scores):
    scores(
        """
        when: {property: country, is: France}
        cases:
          - {when: {property: employees, at_least: 5}, points: 1}
          - {when: {property: employees, at_least: 50}, points: 10}
        """,
        contacts=CONTACTS,
        expect={1: 11, 2: 1, 3: 0, 4: 0},
    )


def test_a_gate_that_does_not_hold_gives_exactly_zero(scores):
    scores(
        "{when: {property: country, is: France}, points: 1, floor: 5}",
        contacts=CONTACTS,
        expect={1: 5, 3: 0},
    )


def test_a_rule_that_earned_nothing_is_zero_before_its_bounds(scores):
    scores(
        """
        - {when: {property: country, is: France}, event: demo, points: 1, floor: 5}
        - {cases: [{when: {property: country, is: Mars}, points: 1}], floor: 2}
        """,
        contacts=CONTACTS,
        events="3 demo 1d",
        expect={1: 7, 3: 2},
    )


def test_a_limit_below_zero_bounds_a_rule_that_earned_nothing(scores):
    scores("{event: demo, points: 1, limit: -5}", score="floor: null", events="2 demo 1d", expect={1: -5, 2: -5})


def test_a_rule_that_is_not_enabled_gives_exactly_zero(scores):
    scores(
        "[{event: demo, points: 50, floor: 20, enabled: false}, {event: demo, points: 1, enabled: true}]",
        events="1 demo 1d",
        expect={1: 1, 2: 0},
    )


def test_a_limit_bounds_the_sum_of_the_cases(scores):
    scores(
        """
        limit: 7
        cases:
          - {when: {property: country, is: France}, points: 10}
          - {when: {property: employees, less_than: 50}, points: -5}
        """,
        contacts=CONTACTS,
        expect={1: 7, 2: 5, 3: 0},
    )


@pytest.mark.parametrize(
    ("score", "points"),
    [("limit: null", 250), ("{}", 100), ("limit: 30", 30), ("limit: 200.5", "200.5"), ("floor: 99", 100)],
)
def test_the_limit_of_a_score_is_100_unless_it_says_otherwise(scores, score, points):
    scores("{event: demo, points: 250}", score=score, events="1 demo 1d", expect={1: points})


@pytest.mark.parametrize(
    ("score", "points"), [("floor: null", -250), ("{}", 0), ("floor: -20", -20), ("floor: 30", 30)]
)
def test_the_floor_of_a_score_is_0_unless_it_says_otherwise(scores, score, points):
    scores("{event: spam, points: -250}", score=score, events="1 spam 1d", expect={1: points})


def test_groups_have_no_bounds_of_their_own_accord(scores):
    scores(
        """
        groups:
          - {key: bad, category: engagement, rules: [{event: demo, points: -90}]}
          - {key: good, category: engagement, rules: [{event: demo, points: 160}]}
        """,
        events="1 demo 1d",
        expect={1: 70},
    )


def test_the_floor_of_a_group(scores):
    scores(
        """
        groups:
          - {key: bad, category: engagement, floor: -20, limit: null, rules: [{event: demo, points: -90}]}
          - {key: good, category: engagement, floor: null, rules: [{event: demo, points: 50}]}
        """,
        events="1 demo 1d",
        expect={1: 30},
    )


def test_each_category_has_the_bounds_of_the_score_and_the_total_none(scores):
    scores(
        """
        limit: 60
        groups:
          - {key: who, category: fit, rules: [{when: {property: country, is_known: true}, points: 80}]}
          - {key: what, category: engagement, rules: [{event: demo, points: 70}]}
        """,
        contacts=CONTACTS,
        events="1 demo 1d",
        expect={1: {"fit": 60, "engagement": 60, "total": 120}, 3: {"fit": 60, "engagement": 0, "total": 60}},
    )
