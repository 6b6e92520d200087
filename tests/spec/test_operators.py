"""Every operator of every type (scoring.md, "Conditions")."""

import pytest

PEOPLE = """
    id | title | country | employees | is_customer | signed_on | seen_at | regions
    1 | Sales Manager | France | 50 | true | 2024-05-01 | 2024-05-25T00:00:00Z | Midwest;Northeast
    2 | ÉTUDIANT | france | 49.5 | false | 2024-06-01 | 2024-06-01T00:00:00Z | Northeast
    3 | | | | | | |
    4 | intern | Spain | -1e2 | FALSE | 2024-06-11 | 2024-06-01T00:00:00.000001Z | ;
"""
TYPES = """
    objects:
      contact: {title: text, country: choice, employees: number, is_customer: boolean,
                signed_on: date, seen_at: datetime, regions: choices}
"""
EVERY_OPERATOR = {
    "title": [
        ("is: sales manager", "1"),
        ("is: étudiant", "2"),
        ("is: sales", ""),
        ("is_not: INTERN", "123"),
        ("is_any_of: [Intern, Étudiant]", "24"),
        ("is_none_of: [Intern, Étudiant]", "13"),
        ("contains: MAN", "1"),
        ("contains: '%'", ""),
        ("contains: in_ern", ""),
        ("does_not_contain: tud", "134"),
        ("contains_any_of: [tud, SALES]", "12"),
        ("starts_with: SAL", "1"),
        ("starts_with: ales", ""),
        ("starts_with: S_LES", ""),
        ("starts_with: '%'", ""),
        ("starts_with: ÉTUD", "2"),
        ("ends_with: ANT", "2"),
        ("ends_with: anager", "1"),
        ("ends_with: m_nager", ""),
        ("ends_with: '%'", ""),
        ("ends_with: the intern", ""),
        ("is_known: true", "124"),
        ("is_known: false", "3"),
    ],
    "country": [
        ("is: France", "1"),
        ("is_not: France", "234"),
        ("is_any_of: [France, Spain]", "14"),
        ("is_none_of: [France, Spain]", "23"),
        ("is_known: true", "124"),
        ("is_known: false", "3"),
    ],
    "employees": [
        ("is: 50", "1"),
        ("is_not: 50.0", "234"),
        ("is_any_of: [50, -100]", "14"),
        ("is_none_of: [50, -100]", "23"),
        ("greater_than: 49.5", "1"),
        ("at_least: 49.5", "12"),
        ("less_than: 49.5", "4"),
        ("at_most: 49.5", "24"),
        ("between: [49.5, 50]", "12"),
        ("between: [-100, 49]", "4"),
        ("not_between: [49.5, 50]", "34"),
        ("is_known: true", "124"),
        ("is_known: false", "3"),
    ],
    "is_customer": [
        ("is: true", "1"),
        ("is: false", "24"),
        ("is_known: true", "124"),
        ("is_known: false", "3"),
    ],
    "regions": [
        ("contains_any_of: [Midwest, Mars]", "1"),
        ("contains_any_of: [midwest]", ""),
        ("contains_any_of: [west]", ""),
        ("contains_all_of: [Northeast]", "12"),
        ("contains_all_of: [Northeast, Midwest]", "1"),
        ("contains_none_of: [Midwest]", "234"),
        ("is_exactly: [Northeast]", "2"),
        ("is_exactly: [Northeast, Midwest]", "1"),
        ("is_known: true", "12"),
        ("is_known: false", "34"),
    ],
    "signed_on": [
        ("before: '2024-06-01'", "1"),
        ("after: '2024-06-01'", "24"),
        ("between: ['2024-05-01', '2024-06-01']", "1"),
        ("between: ['2024-05-01', '2024-06-11T00:00:01']", "124"),
        ("in_the_last: 31 days", "2"),
        ("in_the_last: 32 days", "12"),
        ("in_the_next: 9 days", ""),
        ("in_the_next: 10 days", "4"),
        ("more_than_ago: 31 days", "1"),
        ("more_than_ago: 32 days", ""),
        ("is_known: true", "124"),
        ("is_known: false", "3"),
    ],
    "seen_at": [
        ("before: '2024-06-01T00:00Z'", "1"),
        ("after: '2024-06-01'", "24"),
        ("between: ['2024-05-25T00:00', '2024-06-01']", "1"),
        ("in_the_last: 7 days", "2"),
        ("in_the_last: 8 days", "12"),
        ("in_the_next: 1 hour", "4"),
        ("more_than_ago: 7 days", "1"),
        ("more_than_ago: 8 days", ""),
        ("is_known: true", "124"),
        ("is_known: false", "3"),
    ],
}
OF_EVENTS = {
    "title": "text",
    "country": "choice",
    "employees": "number",
    "is_customer": "boolean",
    "signed_on": "date",
    "seen_at": "datetime",
    "regions": "choices",
}


def _rules(name: str, form: str) -> str:
    """A rule an operator, each worth its own power of two: the total tells which of them held."""
    return "\n".join(
        "- " + form.format(condition=f"{{property: {name}, {operator}}}", points=2**number)
        for number, (operator, _) in enumerate(EVERY_OPERATOR[name])
    )


def _points(name: str) -> dict[str, int]:
    held = [holders for _, holders in EVERY_OPERATOR[name]]
    return {id_: sum(2**number for number, holders in enumerate(held) if id_ in holders) for id_ in "1234"}


@pytest.mark.parametrize("name", EVERY_OPERATOR)
def test_operators_on_a_property_of_a_record(scores, name):
    rules = _rules(name, "{{when: {condition}, points: {points}}}")
    scores(rules, score="limit: null", contacts=PEOPLE, schema=TYPES, expect=_points(name))


@pytest.mark.parametrize("name", EVERY_OPERATOR)
def test_operators_on_a_property_of_an_event(scores, name):
    header, *rows = [[cell.strip() for cell in line.split("|")] for line in PEOPLE.strip().splitlines()]
    at = header.index(name)
    scores(
        _rules(name, "{{event: happened, where: {condition}, points: {points}}}"),
        score="limit: null",
        schema=f"events: {{happened: {{{name}: {OF_EVENTS[name]}}}}}",
        events="\n".join(f'{row[0]} happened 1d {name}="{row[at]}"' for row in rows),
        expect=_points(name),
    )


@pytest.mark.parametrize("answer", ["true", "false"])
@pytest.mark.parametrize("name", EVERY_OPERATOR)
def test_matches_unknown_decides_for_an_unknown_value(scores, name, answer):
    operators = [operator for operator, _ in EVERY_OPERATOR[name] if "is_known" not in operator]
    rules = [
        f"- {{when: {{property: {name}, {operator}, matches_unknown: {answer}}}, points: {2**number}}}"
        for number, operator in enumerate(operators)
    ]
    earned = 2 ** len(operators) - 1 if answer == "true" else 0
    scores("\n".join(rules), score="limit: null", contacts=PEOPLE, schema=TYPES, expect={3: earned})


def test_a_text_of_spaces_is_known_and_an_unreadable_cell_is_not_a_text(scores):
    scores(
        "{event: form, where: {property: name, is_known: true}, points: 1}",
        events="""
            1 form 1d name=" "
            2 form 1d name=""
        """,
        expect={1: 1, 2: 0},
    )


def test_texts_are_compared_with_their_spaces(scores):
    scores(
        "[{event: form, where: {property: name, is: 'demo '}, points: 1}, "
        "{event: form, where: {property: name, is: demo}, points: 5}]",
        events="""
            1 form 1d name="Demo "
            2 form 1d name=Demo
        """,
        expect={1: 1, 2: 5},
    )
