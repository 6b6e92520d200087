"""Segments, and conditions on scores and tiers (scoring.md, "Segments" and "Conditions")."""

import pytest

CONTACTS = """
    id | country | company_id
    1 | France | a
    2 | France | b
    3 | Spain | a
"""
COMPANIES = """
    id | employees
    a | 500
    b | 5
"""


def test_segments_inside_segments(scores):
    scores(
        "[{when: {in_segment: french_enterprise}, points: 5}, {when: {none: [{in_segment: enterprise}]}, points: 1}]",
        contacts=CONTACTS,
        companies=COMPANIES,
        segments=[
            "{key: big, object: company, when: {property: employees, at_least: 500}}",
            "{key: enterprise, when: {of: company, in_segment: big}}",
            "{key: french_enterprise, when: {all: [{in_segment: enterprise}, {property: country, is: France}]}}",
        ],
        expect={1: 5, 2: 1, 3: 0},
    )


def test_static_segments_with_and_without_a_file(scores):
    scores(
        """
        - {when: {in_segment: loose}, points: 1}
        - {when: {in_segment: vips}, points: 2}
        - {when: {of: company, in_segment: targets}, points: 4}
        """,
        contacts=CONTACTS,
        companies=COMPANIES,
        segments=["{key: vips}", "{key: targets, object: company}"],
        segment_members="""
            segment | id
            loose | 1
            vips | 1
            vips | 2
            targets | b
        """,
        expect={1: 3, 2: 6, 3: 0},
    )


def test_a_segment_of_what_happened(scores):
    scores(
        "{when: {in_segment: trial}, points: 5}",
        contacts=CONTACTS,
        segments=[
            "{key: trial, when: {event: [trial_started, demo], within: {last: 30 days}, times: {from: 2, to: 3}}}"
        ],
        events="\n".join(
            ["1 trial_started 1d", "1 demo 2d", "2 demo 1d", "2 demo 30d", *["3 demo 1d"] * 4],
        ),
        expect={1: 5, 2: 0, 3: 0},
    )


def test_an_event_condition_from_zero_to_zero_is_that_nothing_happened(scores):
    scores(
        """
        - {when: {event: demo, times: {from: 0, to: 0}}, points: 1}
        - {when: {event: demo, machine: include}, points: 2}
        - {when: {event: demo, where: {property: kind, is: live}}, points: 4}
        """,
        contacts=CONTACTS,
        events="""
            1 demo 1d kind=live
            2 demo 1d machine=true kind=live
        """,
        expect={1: 6, 2: 3, 3: 1},
    )


FIRST = """
    key: first
    groups:
      - {key: who, category: fit, rules: [{when: {property: country, is: France}, points: 80}]}
      - {key: what, category: engagement, rules: [{event: demo, points: 10}]}
    population: {exclude: [spanish]}
    thresholds: {fit: [{tier: A, from: 80}, {tier: B}], engagement: [{tier: '1', from: 10}, {tier: '2'}]}
"""


@pytest.mark.parametrize(
    ("condition", "points"),
    [
        ("score: first, at_least: 90", {1: 5, 2: 0, 3: 0}),
        ("score: first, less_than: 90", {1: 0, 2: 5, 3: 0}),
        ("score: first, is_not: 90", {1: 0, 2: 5, 3: 5}),
        ("score: first, between: [80, 90], matches_unknown: true", {1: 5, 2: 5, 3: 5}),
        ("tier: first, is: A1", {1: 5, 2: 0, 3: 0}),
        ("tier: first, is_none_of: [A1, B1]", {1: 0, 2: 5, 3: 5}),
        ("tier: first, is_none_of: [A1, B1], matches_unknown: false", {1: 0, 2: 5, 3: 0}),
    ],
)
def test_a_segment_of_another_score(scores, condition, points):
    scores(
        "{when: {in_segment: hot}, points: 5}",
        others=[FIRST],
        contacts=CONTACTS,
        segments=[f"{{key: hot, when: {{{condition}}}}}", "{key: spanish, when: {property: country, is: Spain}}"],
        events="1 demo 1d",
        expect=points,
    )


def test_a_gate_on_the_company(scores):
    scores(
        "{when: {of: company, property: employees, at_least: 500}, event: demo, points: 5}",
        contacts=CONTACTS,
        companies=COMPANIES,
        events="""
            1 demo 1d
            2 demo 1d
        """,
        expect={1: 5, 2: 0},
    )
