"""Properties as they were (data.md, "As of an instant")."""

import pytest

CONTACTS = """
    id | stage
    1 | customer
    2 | customer
    3 |
"""
CHANGES = """
    object | id | property | value | changed_at
    contact | 1 | stage | lead | 2024-01-01
    contact | 1 | stage | mql | 2024-03-01T00:00:00Z
    contact | 1 | stage | | 2024-04-01
    contact | 3 | stage | lead | 2024-05-01
"""
RULES = """
    - {when: {property: stage, is: lead}, points: 1}
    - {when: {property: stage, is: mql}, points: 2}
    - {when: {property: stage, is: customer}, points: 4}
    - {when: {property: stage, is_known: false}, points: 8}
"""


@pytest.mark.parametrize(
    ("as_of", "points"),
    [
        ("2023-12-31T23:59:59.999999Z", {1: 8, 2: 4, 3: 8}),
        ("2024-01-01T00:00:00Z", {1: 1, 2: 4, 3: 8}),
        ("2024-02-29T23:59:59.999999Z", {1: 1}),
        ("2024-03-01T00:00:00Z", {1: 2}),
        ("2024-04-01T00:00:00Z", {1: 8, 3: 8}),
        ("2024-06-01T00:00:00Z", {1: 8, 2: 4, 3: 1}),
    ],
)
def test_the_last_change_at_or_before_the_instant_is_the_value(scores, as_of, points):
    scores(RULES, contacts=CONTACTS, property_changes=CHANGES, as_of=as_of, expect=points)


def test_history_of_a_company_its_numbers_and_choices(scores):
    scores(
        """
        - {of: company, when: {property: employees, at_least: 100}, points: 1}
        - {of: company, when: {property: regions, contains_any_of: [North]}, points: 2}
        - {of: company, when: {property: is_partner, is: true}, points: 4}
        - {of: company, when: {property: signed_on, before: '2024-02-01'}, points: 8}
        """,
        contacts="""
            id | company_id
            1 | a
            2 | b
        """,
        companies="""
            id | employees | regions | is_partner | signed_on
            a | 5 | South | false | 2024-05-05
            b | 5 | South | false | 2024-05-05
        """,
        schema="objects: {company: {regions: choices}}",
        property_changes="""
            object | id | property | value | changed_at
            company | a | employees | 100 | 2024-01-01
            company | a | regions | South; North | 2024-01-01
            company | a | is_partner | TRUE | 2024-01-01
            company | a | signed_on | 2024-01-31 | 2024-01-01
        """,
        expect={1: 15, 2: 0},
    )
