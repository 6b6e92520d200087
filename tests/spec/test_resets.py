"""scoring.md, Rules: an engagement reset makes the event rules of the record's engagement groups ignore what was."""

import pytest

# One contact before, at, and after its reset two days ago.
AROUND = """
    1 email_opened 3d
    1 email_opened 2d
    1 email_opened 2d-1us
    2 email_opened 3d
    3 link_clicked 1d a="x"
"""
RESET = "contact 1 2d"


@pytest.mark.parametrize(
    ("rule", "expect"),
    [
        ("{event: email_opened, points: 5}", {1: 5, 2: 5}),
        ("{event: email_opened, points: 5, limit: 7}", {1: 5, 2: 5}),
        ("{event: email_opened, within: {last: 7 days}, points: 5}", {1: 5, 2: 5}),
        ("{event: email_opened, within: {before: '2024-05-30'}, points: 5}", {1: 0, 2: 5}),
        ("{event: email_opened, times: [{from: 1, to: 1, points: 3}, {from: 2, points: 9}]}", {1: 3, 2: 3}),
        ("{event: email_opened, points: 5, decay: {percent: 10, every: 1 day, mode: step}}", {1: 4.5, 2: 3.5}),
        (
            "{event: email_opened, times: [{from: 1, points: 10}], decay: {percent: 10, every: 1 day, mode: step}}",
            {1: 9, 2: 7},
        ),
    ],
)
def test_events_up_to_a_reset_are_ignored(scores, rule, expect):
    scores(rule, events=AROUND, resets=RESET, expect=expect)


def test_a_range_from_none_is_reached_again(scores):
    scores(
        "{event: email_opened, times: [{from: 0, to: 0, points: -4}, {from: 1, points: 6}]}",
        score="floor: null",
        events="""
            1 email_opened 3d
            2 email_opened 3d
            3 email_opened 1d
        """,
        resets="""
            contact 1 2d
            contact 3 2d
        """,
        expect={1: -4, 2: 6, 3: 6},
    )


def test_several_rules_and_groups_forget_alike(scores):
    rules = "rules: [{event: email_opened, points: 5}, {event: [email_opened, link_clicked], points: 1, limit: 3}]"
    scores(
        f"groups: [{{key: a, category: engagement, limit: 10, {rules}}}, {{key: b, category: engagement, {rules}}}]",
        events=AROUND,
        resets=RESET,
        expect={1: 12, 2: 12},
    )


def test_fit_groups_conditions_and_gates_forget_nothing(scores):
    scores(
        """
        groups:
          - {key: f, category: fit, rules: [{event: email_opened, points: 5}]}
          - key: e
            category: engagement
            rules:
              - {when: {event: email_opened, times: {from: 3}}, points: 7}
              - {event: email_opened, when: {event: email_opened, times: {from: 3}}, points: 1}
        """,
        events=AROUND,
        resets=RESET,
        expect={1: {"fit": 15, "engagement": 8}, 2: {"fit": 5, "engagement": 0}},
    )


def test_the_population_forgets_nothing(scores):
    scores(
        "{event: email_opened, points: 5}",
        score="population: {include: [openers]}",
        segments=["{key: openers, when: {event: email_opened, within: {last: 3 days}, times: {from: 2}}}"],
        events=AROUND,
        resets=RESET,
        expect={1: 5, 2: None},
    )


def test_the_last_reset_by_the_instant_counts(scores):
    scores(
        "{event: email_opened, points: 5}",
        events="""
            1 email_opened 9d
            1 email_opened 5d
            1 email_opened 1d
            2 email_opened 9d
            2 email_opened 1d
        """,
        resets="""
            contact 1 6d
            contact 1 8d
            contact 1 -1us
            contact 2 -2d
        """,
        expect={1: 10, 2: 10},
    )


def test_a_reset_at_the_instant_itself_is_seen(scores):
    scores("{event: email_opened, points: 5}", events="1 email_opened 0s", resets="contact 1 0s", expect={1: 0})


def test_of_a_company_its_own_reset_counts_not_that_of_its_contacts(scores):
    scores(
        """
        object: company
        limit: null
        groups:
          - key: e
            category: engagement
            rules:
              - {event: email_opened, points: 5}
              - {event: email_opened, times: [{from: 0, to: 0, points: 100}, {from: 2, points: 40}], combine: max}
              - {event: email_opened, points: 1, combine: average, contacts: {where: {property: country, is: France}}}
              - {of: contact, when: {event: email_opened}, points: 1000}
        """,
        contacts="""
            id | company_id | country
            1  | A          | France
            2  | A          | France
            3  | B          | France
            4  | C          | Spain
        """,
        companies="""
            id
            A
            B
            C
        """,
        events="""
            1 email_opened 3d
            1 email_opened 1d
            1 email_opened 1h
            2 email_opened 3d
            3 email_opened 3d
            4 email_opened 3d
        """,
        resets="""
            company A 2d
            company C -1d
            contact 3 1d
        """,
        # A: two events, one contact of two and one of none; B and C: one event each, of which one is not French.
        expect={"A": 10 + 100 + 1 + 1000, "B": 5 + 0 + 1 + 1000, "C": 5 + 0 + 0 + 1000},
    )


def test_a_contact_of_two_companies_counts_for_the_one_that_was_not_reset(scores):
    scores(
        """
        object: company
        groups: [{key: e, category: engagement, rules: [{event: email_opened, points: 5}]}]
        """,
        contacts="id\n1",
        companies="id\nA\nB",
        associations="""
            from_object | from_id | to_object | to_id
            contact     | 1       | company   | A
            contact     | 1       | company   | B
        """,
        events="1 email_opened 3d",
        resets="company A 2d",
        expect={"A": 0, "B": 5},
    )


def test_a_score_that_a_segment_asks_for_forgets_too(scores):
    scores(
        "{when: {in_segment: keen}, points: 9}",
        others=["{key: keenness, groups: [{key: g, category: engagement, rules: [{event: email_opened, points: 5}]}]}"],
        segments=["{key: keen, when: {score: keenness, at_least: 10}}"],
        events="""
            1 email_opened 3d
            1 email_opened 1d
            2 email_opened 3d
            2 email_opened 1d
        """,
        resets=RESET,
        expect={1: 0, 2: 9},
    )
