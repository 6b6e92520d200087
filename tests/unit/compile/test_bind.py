"""Names and types that the data does not bear out: each with its sentence and a hint."""

import pytest

from tamis.compile.bind import bind
from tamis.compile.catalog import Catalog, EventProperty, ObjectShape, Property
from tamis.definitions import PropertyType, read_definitions

CATALOG = Catalog(
    objects={
        "contact": ObjectShape(
            "contact",
            "records_0",
            {
                "industry": Property("industry", PropertyType.TEXT, "p0"),
                "employees": Property("employees", PropertyType.NUMBER, "p1"),
                "stage": Property("stage", PropertyType.CHOICE, "p2", ("lead", "customer")),
                "born": Property("born", PropertyType.DATE, "p3"),
                "agrees": Property("agrees", PropertyType.BOOLEAN, "p4"),
            },
        ),
        "company": ObjectShape("company", "records_1", {"domain": Property("domain", PropertyType.TEXT, "p0")}),
    },
    events={
        "form_submitted": {"form_name": EventProperty("form_name", PropertyType.TEXT, "p0")},
        "call_made": {"form_name": EventProperty("form_name", PropertyType.NUMBER, "p1")},
    },
    static_segments={"staff": "contact", "targets": "company"},
    time_zone="Europe/Paris",
)

WRONG = {
    "{when: {property: employes, at_least: 5}, points: 1}": (
        "unknown-property",
        "asks for contact.employes; contacts have no such property.",
        "did you mean employees?",
    ),
    "{when: {property: employees, contains: many}, points: 1}": (
        "wrong-operator",
        "compares employees by contains, which a number does not have; employees is a number.",
        "a number has at_least",
    ),
    "{when: {property: industry, between: [1, 2]}, points: 1}": (
        "wrong-operator",
        "compares industry by between, which a text does not have; industry is a text.",
        "if it should be a number, declare industry: number in schema.yaml",
    ),
    "{when: {property: industry, is: 5}, points: 1}": (
        "wrong-value",
        "compares industry, a text, with 5, which is no text.",
        'put it in quotes: is: "5"',
    ),
    "{when: {property: stage, is: custommer}, points: 1}": (
        "wrong-value",
        "compares stage with custommer, which is none of its options.",
        "did you mean customer?",
    ),
    "{when: {property: agrees, is: yes}, points: 1}": (
        "wrong-value",
        "compares agrees, a boolean, by is, which wants true or false.",
        "",
    ),
    "{event: form_submited, points: 1}": (
        "unknown-event",
        "asks for the event form_submited; the data has no such event type.",
        "did you mean form_submitted?",
    ),
    "{event: form_submitted, where: {property: form, is: Demo}, points: 1}": (
        "unknown-property",
        "asks for form_submitted.form; the event form_submitted has no such property.",
        "",
    ),
    "{event: [form_submitted, call_made], where: {property: form_name, is: Demo}, points: 1}": (
        "mixed-types",
        "asks for form_name of several event types, whose type differs: text for form_submitted, number for call_made.",
        "write a rule for each",
    ),
    "{when: {in_segment: staf}, points: 1}": (
        "unknown-segment",
        "asks for the segment staf; there is no such segment.",
        "did you mean staff?",
    ),
    "{when: {in_segment: targets}, points: 1}": (
        "wrong-object",
        "asks whether a contact is in the segment targets, which is of company records.",
        "use a segment of the same object",
    ),
    "{of: compny, when: {property: domain, is: x}, points: 1}": (
        "unknown-object",
        "asks for compny records; there is no such object.",
        "did you mean company?",
    ),
    "{event: call_made, within: {between: [2026-01-02, '2026-01-01T22:30']}, points: 1}": (
        "empty-window",
        "counts events between 2026-01-02 and 2026-01-01T22:30, where nothing lies.",
        "write between: [2026-01-01T22:30, 2026-01-02]",
    ),
}


@pytest.mark.parametrize("rule", WRONG)
def test_a_name_or_type_that_the_data_lacks_is_told(rule):
    code, sentence, hint = WRONG[rule]
    [issue] = _issues(rule)
    assert (issue.code, issue.message) == (code, f'Rule 1 of group "g" {sentence}')
    assert hint in issue.hint
    assert (issue.file, issue.line) == ("s.yaml", 1)


def test_the_time_zone_decides_whether_a_window_holds_anything():
    # Midnight of 2 January in Paris is 23:00 of the day before in UTC.
    assert not _issues("{event: call_made, within: {between: [2026-01-02, '2026-01-01T23:30']}, points: 1}")


def test_all_mistakes_are_told_at_once():
    issues = _issues("{when: {all: [{property: a, is: x}, {property: b, is: y}, {in_segment: c}]}, points: 1}")
    assert [issue.code for issue in issues] == ["unknown-property", "unknown-property", "unknown-segment"]


def test_what_the_data_bears_out_is_no_mistake():
    assert not _issues("{when: {all: [{property: stage, is: lead}, {property: born, after: 1990-01-01}]}, points: 1}")


def test_a_rule_is_called_by_its_place_in_the_file_and_its_group_as_it_is_written():
    rule = "{when: {property: nope, is: x}, points: 1}"
    groups = (
        f"{{{key}category: fit, rules: [{{pointz: 3}}, {rule}]}}" for key in ("key: a, ", "key: a, ", "", "key: B, ")
    )
    read = read_definitions([("s.yaml", f"{{key: s, object: contact, groups: [3, {', '.join(groups)}]}}")])
    told = [issue.message.split(" asks")[0] for issue in bind(read.scores, {}, read.sources, CATALOG)]
    assert told == [f"Rule 2 of group {group}" for group in ('"a"', '"a"', "4", '"B"')]


def test_a_score_without_a_key_is_given_no_other():
    groups = "[{key: g, category: fit, rules: [{event: call_made, points: 1}]}]"
    read = read_definitions([("s.yaml", f"{{object: contact, population: {{include: [vips]}}, groups: {groups}}}")])
    (issue,) = bind(read.scores, {}, read.sources, CATALOG)
    assert issue.message == "Score asks for the segment vips; there is no such segment."


OF_SOME = {
    "{when: {property: domain, is: x}, points: 1}": None,
    "{when: {property: domain, at_least: 5}, points: 1}": "wrong-operator",
    "{when: {property: stage, is: lead}, points: 1}": None,
    "{when: {in_segment: targets}, points: 1}": None,
    "{of: compny, when: {property: domian, is: x}, points: 1}": "unknown-object unknown-property",
    "{when: {of: compny, property: domian, is: x}, points: 1}": "unknown-object unknown-property",
    "{of: compny, association: primary, when: {in_segment: targets}, points: 1}": "unknown-object",
    # The data may have no deals yet, and says nothing of what they are like.
    "{of: deal, when: {property: domian, is: x}, points: 1}": "unknown-object",
}
UNCERTAIN = {"object: , ": "empty-value", "": "missing-key", "object: contct, ": "unknown-object"}


@pytest.mark.parametrize("said", UNCERTAIN)
def test_without_a_certain_object_the_rest_is_told_all_the_same(said):
    rules = ", ".join(rule for rule, (code, *_) in WRONG.items() if code != "wrong-object")
    before = [(issue.code, issue.path) for issue in _issues(rules)]
    assert sorted(_told(rules, said)) == sorted([*before, (UNCERTAIN[said], "object" if said else "")])


@pytest.mark.parametrize("said", UNCERTAIN)
@pytest.mark.parametrize("rule", OF_SOME)
def test_without_a_certain_object_nothing_is_told_that_may_be_right(rule, said):
    told = [code for code, path in _told(rule, said) if path not in ("", "object")]
    assert told == (OF_SOME[rule] or "").split()


def _told(rules: str, said: str) -> list[tuple[str, str]]:
    text = f"{{key: s, {said}groups: [{{key: g, category: fit, rules: [{rules}]}}]}}\n"
    read = read_definitions([("s.yaml", text)])
    issues = [*read.issues_among(CATALOG.objects), *bind(read.scores, {}, read.sources, CATALOG)]
    return [(issue.code, issue.path) for issue in issues]


def _issues(rule: str):
    text = f"{{key: s, object: contact, groups: [{{key: g, category: fit, rules: [{rule}]}}]}}\n"
    read = read_definitions([("s.yaml", text)])
    assert not read.issues
    return bind(read.scores, {}, read.sources, CATALOG)
