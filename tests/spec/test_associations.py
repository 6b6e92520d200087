"""Associated records (scoring.md, "Rules"; data.md, "Associations")."""

import pytest

CONTACTS = """
    id | company_id | country
    1 | a | France
    2 | b | France
    3 | | Spain
    4 | nobody | Spain
"""
COMPANIES = """
    id | employees
    a | 10
    b | 500
    c | 1000
"""
ASSOCIATIONS = """
    from_object | from_id | to_object | to_id | label | primary
    contact | 1 | company | b | Billing |
    contact | 1 | company | b | Owner |
    company | c | contact | 1 | billing | true
    company | c | contact | 4 | |
    contact | 3 | company | b | | true
    contact | 3 | company | a | | true
    contact | 5 | company | a | |
    contact | 5 | company | b | |
    contact | 6 | company | c | Billing |
"""
WORLD = {
    "contacts": CONTACTS + "5 |  | \n    6 |  | ",
    "companies": COMPANIES,
    "associations": ASSOCIATIONS,
}
BIG = "when: {property: employees, at_least: 500}"


def test_the_primary_company_is_the_default_from_contact_to_company(scores):
    """company_id, else the flagged one with the least id, else the only one, else none."""
    scores(
        "{of: company, cases: [{when: {property: employees, is: 10}, points: 1}, "
        "{when: {property: employees, is: 500}, points: 2}, {when: {property: employees, is: 1000}, points: 4}]}",
        **WORLD,
        expect={1: 1, 2: 2, 3: 1, 4: 4, 5: 0, 6: 4},
    )


@pytest.mark.parametrize(
    ("association", "points"),
    [
        ("primary", {1: 0, 2: 5, 3: 0, 4: 5, 5: 0, 6: 5}),
        ("any", {1: 5, 2: 5, 3: 5, 4: 5, 5: 5, 6: 5}),
        ("Billing", {1: 5, 2: 0, 3: 0, 4: 0, 5: 0, 6: 5}),
        ("Owner", {1: 5, 2: 0, 6: 0}),
        ("billing", {1: 5, 6: 0}),
    ],
)
def test_which_companies_a_rule_turns_to(scores, association, points):
    scores(f"{{of: company, association: {association}, {BIG}, points: 5}}", **WORLD, expect=points)


@pytest.mark.parametrize(
    ("combine", "points"),
    [("max", 5), ("sum", 10), ("min", 0), ("average", "3.333333")],
)
def test_points_of_associated_records_combined(scores, combine, points):
    """Contact 1 has three companies, associated once each whatever number of rows says so."""
    scores(
        f"{{of: company, association: any, {BIG}, points: 5, combine: {combine}}}",
        **WORLD,
        expect={1: points},
    )


def test_max_is_the_default_and_no_associated_record_gives_zero(scores):
    scores(
        "{of: company, when: {property: employees, at_least: 0}, points: -5}",
        score="floor: null",
        **WORLD,
        expect={1: -5, 5: 0},
    )


def test_bounds_of_the_rule_hold_for_the_combined_value_once(scores):
    scores(
        f"{{of: company, association: any, {BIG}, points: 5, combine: sum, limit: 7, floor: 1}}",
        **WORLD,
        expect={1: 7, 5: 5, 2: 5},
    )


def test_every_when_of_the_rule_is_on_the_associated_record(scores):
    scores(
        """
        of: contact
        combine: sum
        when: {property: country, is: France}
        cases:
          - {when: {event: demo}, points: 1}
          - {when: {none: [{event: demo}]}, points: 10}
        """,
        score="object: company",
        **WORLD,
        events="""
            1 demo 1d
            3 demo 1d
        """,
        expect={"a": 1, "b": 11, "c": 1},
    )


def test_a_condition_of_associated_records_holds_if_any_meets_it(scores):
    scores(
        """
        - {when: {of: company, property: employees, at_least: 500}, points: 1}
        - {when: {of: company, association: any, property: employees, at_least: 500}, points: 10}
        - {when: {none: [{of: company, association: any, property: employees, is_known: true}]}, points: 50}
        """,
        contacts=WORLD["contacts"] + "\n    7 | | ",
        companies=COMPANIES,
        associations=ASSOCIATIONS,
        expect={1: 10, 2: 11, 7: 50},
    )


def test_an_event_condition_on_a_company_counts_all_its_contacts_together(scores):
    scores(
        """
        - {when: {event: open, times: {from: 2}}, points: 1}
        - {when: {of: contact, event: open, times: {from: 2}}, points: 10}
        """,
        score="object: company",
        contacts="""
            id | company_id
            1 | a
            2 | a
            3 | b
        """,
        companies=COMPANIES,
        events="""
            1 open 1d
            2 open 1d
            3 open 1d
            3 open 2d
        """,
        expect={"a": 1, "b": 11, "c": 0},
    )


@pytest.mark.parametrize(("combine", "points"), [("", 16), (", combine: max", 10), (", combine: min", 0)])
def test_each_contact_of_a_deal_earns_by_its_own_events(scores, combine, points):
    scores(
        f"{{event: open, times: [{{from: 1, to: 1, points: 6}}, {{from: 2, points: 10}}]{combine}}}",
        score="object: deal",
        contacts="id\n1\n2\n3",
        deals="""
            id | contact_id
            d | 1
            e |
        """,
        associations="""
            from_object | from_id | to_object | to_id
            deal | d | contact | 2
            contact | 3 | deal | d
        """,
        events="""
            1 open 1d
            2 open 1d
            2 open 1d
        """,
        expect={"d": points, "e": 0},
    )


def test_no_contact_gives_zero_even_for_a_range_from_zero(scores):
    scores(
        "{event: open, times: [{from: 0, to: 0, points: 10}]}",
        score="object: company",
        contacts="id | company_id\n1 | a",
        schema="events: {open: {mail: text}}",
        companies=COMPANIES,
        expect={"a": 10, "b": 0},
    )


def test_contacts_narrowed_by_label_and_condition(scores):
    scores(
        """
        - {event: open, points: 1, contacts: {association: Billing}}
        - {event: open, points: 10, contacts: {where: {property: country, is: France}}}
        """,
        score="object: company",
        **WORLD,
        events="\n".join(f"{contact} open 1d" for contact in range(1, 7)),
        expect={"a": 10, "b": 21, "c": 11},
    )


def test_custom_objects_are_associated_by_associations(scores):
    scores(
        "{when: {property: plan, is: gold}, points: 1}",
        group="limit: null",
        score="object: subscription",
        schema="objects: {subscription: {plan: text}}",
        subscription="""
            id | plan
            s | gold
            t | lead
        """,
        contacts="id\n1",
        expect={"s": 1, "t": 0},
    )


def test_a_contact_turns_to_its_subscriptions(scores):
    scores(
        "{of: subscription, when: {property: plan, is: gold}, points: 5, combine: sum}",
        schema="objects: {subscription: {plan: text}}",
        subscription="""
            id | plan
            s | gold
            t | gold
        """,
        contacts="id\n1\n2",
        associations="""
            from_object | from_id | to_object | to_id
            subscription | s | contact | 1
            contact | 1 | subscription | t
        """,
        expect={1: 10, 2: 0},
    )


def test_a_company_created_later_is_nobodys_and_the_next_in_line_is_the_primary(scores):
    scores(
        """
        of: company
        cases:
          - {when: {property: size, is: 1}, points: 1}
          - {when: {property: size, is: 2}, points: 2}
        """,
        contacts="""
            id | company_id
            1 | new
            2 | new
            3 | new
        """,
        companies="""
            id | size | created_at
            new | 1 | 2024-06-01T00:00:00.000001Z
            old | 2 | 2024-06-01T00:00:00Z
            other | 2 |
        """,
        associations="""
            from_object | from_id | to_object | to_id | primary
            contact | 1 | company | old |
            contact | 2 | company | old |
            contact | 2 | company | other | true
        """,
        expect={1: 2, 2: 2, 3: 0},
    )
