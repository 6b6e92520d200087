"""Event rules: `where`, cases, gates, machines (scoring.md, "Event rule")."""

import pytest


def test_where_holds_of_one_single_event(scores):
    scores(
        """
        event: form
        where: {all: [{property: name, is: demo}, {property: country, is: FR}]}
        points: 5
        """,
        events="""
            1 form 1d name=demo country=DE
            1 form 1d name=news country=FR
            2 form 1d name=demo country=FR
        """,
        expect={1: 0, 2: 5},
    )


def test_the_rules_where_holds_for_its_cases_too(scores):
    scores(
        """
        event: form
        where: {property: country, is: FR}
        cases:
          - {where: {property: name, is: demo}, points: 5}
          - {where: {property: name, starts_with: d}, points: 1}
        """,
        events="""
            1 form 1d name=demo country=DE
            2 form 1d name=demo country=FR
            3 form 1d name=dinner country=FR
            3 form 1d name=demo country=FR
        """,
        expect={1: 0, 2: 6, 3: 7},
    )


def test_where_with_none(scores):
    scores(
        "{event: form, where: {none: [{property: name, is: spam}, {property: name, is_known: false}]}, points: 5}",
        events="""
            1 form 1d name=demo
            2 form 1d name=spam
            3 form 1d
        """,
        expect={1: 5, 2: 0, 3: 0},
    )


def test_several_types_in_one_rule(scores):
    scores(
        "{event: [email_opened, email_clicked], points: 2, limit: 10}",
        events="\n".join(["1 email_opened 1d", "1 email_clicked 1d", *["2 email_opened 1d"] * 7, "3 call 1d"]),
        expect={1: 4, 2: 10, 3: 0},
    )


@pytest.mark.parametrize(("machine", "points"), [("", 5), (", machine: exclude", 5), (", machine: include", 15)])
def test_machine_events(scores, machine, points):
    scores(
        f"{{event: open, points: 5{machine}}}",
        events="""
            1 open 1d machine=true
            1 open 1d machine=false
            1 open 1d machine=1
        """,
        expect={1: points},
    )


def test_a_gate_on_the_contact(scores):
    scores(
        "{when: {property: country, is: X}, event: demo, points: 5}",
        contacts="""
            id | country
            1 | X
            2 | Y
        """,
        events="""
            1 demo 1d
            2 demo 1d
        """,
        expect={1: 5, 2: 0},
    )


def test_event_rules_may_stand_in_a_fit_group(scores):
    scores(
        "{groups: [{key: g, category: fit, rules: [{event: demo, points: 5}]}], "
        "thresholds: {fit: [{tier: Good, from: 5}, {tier: Bad}]}}",
        events="1 demo 1d",
        expect={1: {"total": 5, "tier": "Good"}, 2: {"total": 0, "tier": "Bad"}},
    )


def test_an_event_property_is_read_with_the_type_its_own_event_type_declares(scores):
    scores(
        """
        - {event: form, where: {property: value, is: '10'}, points: 1}
        - {event: call, where: {property: value, at_least: 10}, points: 5}
        """,
        schema="events: {form: {value: text}, call: {value: number}}",
        events="""
            1 form 1d value=10
            2 form 1d value=10.0
            3 call 1d value=10.0
            4 call 1d value=9
        """,
        expect={1: 1, 2: 0, 3: 5, 4: 0},
    )


def test_a_repeated_event_id_is_one_event(scores):
    scores(
        "{event: demo, points: 5}",
        events="""
            1 demo 1d id=a
            1 demo 1d id=a
            2 demo 1d id=b
        """,
        expect={1: 5, 2: 5},
    )
