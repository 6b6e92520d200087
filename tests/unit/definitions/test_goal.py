"""A goal file: what it says, what it may leave out, and what is refused, where, and in which words."""

from __future__ import annotations

import pytest

from tamis.definitions import PropertyCondition, PropertyType
from tamis.definitions.goal import AfterCreation, Every, Goal, read_goal

WHOLE = """\
key: close_90d
label: Likelihood to close in 90 days
object: contact
outcome: {property: lifecycle_stage, is: customer}
horizon: 60 days
open: {property: lifecycle_stage, is_none_of: [customer]}
landmarks: every 2 weeks
leave_out: [tags, lead_quality]
segment: emea
"""


def goal_of(text: str) -> Goal:
    written = read_goal(("goal.yaml", text))
    assert not written.issues
    assert written.goal is not None
    return written.goal


def test_everything_that_a_goal_can_say():
    goal = goal_of(WHOLE)
    assert (goal.key, goal.name, goal.object) == ("close_90d", "Likelihood to close in 90 days", "contact")
    assert goal.outcome == PropertyCondition.model_validate({"property": "lifecycle_stage", "is": "customer"})
    assert goal.horizon.text == "60 days"
    assert goal.landmarks == Every(2, "week")
    assert goal.leave_out == ("tags", "lead_quality")
    assert goal.segment == "emea"
    assert {name: segment.when for name, segment in goal.segments().items()} == {
        "outcome": goal.outcome,
        "open": goal.open_,
    }


def test_what_a_goal_may_leave_out():
    goal = goal_of("key: won\noutcome: {event: contract_signed}\n")
    assert (goal.object, goal.horizon.text, goal.landmarks) == ("contact", "90 days", Every(1, "month"))
    assert (goal.open_, goal.leave_out, goal.segment, goal.is_snapshot) == (None, (), None, False)
    assert list(goal.segments()) == ["outcome"]


def test_one_landmark_a_record():
    landmarks = goal_of("key: won\noutcome: {event: signed}\nlandmarks: 3 days after created_at\n").landmarks
    assert isinstance(landmarks, AfterCreation)
    assert str(landmarks) == "3 days after created_at"


@pytest.mark.parametrize(("kind", "value"), [(PropertyType.BOOLEAN, True), (PropertyType.NUMBER, 1), (None, True)])
def test_a_property_that_stands_alone_asks_whether_it_is_true_and_of_a_number_whether_it_is_1(kind, value):
    goal = goal_of("key: won\noutcome: {property: Converted, snapshot: true}\n")
    assert goal.is_snapshot
    outcome = goal.outcome_for({"Converted": kind})
    assert isinstance(outcome, PropertyCondition)
    assert (outcome.property, outcome.operator, outcome.value) == ("Converted", "is", value)


WRONG = [
    ("key: x", 1, "missing-key", 'Goal x: the key "outcome" is missing.'),
    ("key: x\noutcome: {property: a, snapshot: maybe}", 2, "wrong-type", "snapshot wants true or false"),
    ("key: x\noutcome: {property: a, isnt: 3}", 2, "unknown-operator", "did you mean is_not?"),
    ("key: x\noutcome: {event: a}\nhorizon: 3 dais", 3, "wrong-period", "horizon wants a period such as 30 days"),
    ("key: x\noutcome: {event: a}\nlandmarks: monthly", 3, "wrong-landmarks", "such as every 1 month"),
    ("key: x\noutcome: {event: a}\nlandmarks: every 0 days", 3, "wrong-landmarks", "such as every 1 month"),
    ("key: x\noutcome: {event: a}\nlandmarks: 0 days after created_at", 3, "wrong-landmarks", "longer than nothing"),
    ("key: x\noutcome: {event: a}\nhorizont: 3 days", 3, "unknown-key", "did you mean horizon?"),
    ("key: x\nobject: ticket\noutcome: {event: a}", 2, "wrong-object", "goals are of contacts, companies or deals"),
    ("key: x\noutcome: {event: a}\nleave_out: []", 3, "empty-value", "leave_out is an empty list"),
    ("key: x\noutcome: {event: a}\n<bare>: true", 1, "unknown-key", 'a goal has no key "<bare>"'),
    ("key: X\noutcome: {event: a}", 1, "wrong-key", "small letters"),
    ("key: id\noutcome: {event: a}", 1, "wrong-key", "the name of a column beside the likelihood; such as close_90d"),
    ("key: likelihood\noutcome: {event: a}", 1, "wrong-key", "the name of a column beside the likelihood"),
    ("key: contact_priority\noutcome: {event: a}", 1, "wrong-key", "may not end in _priority"),
    (f"key: {'k' * 300}\noutcome: {{event: a}}", 1, "wrong-key", "key has 300 characters, and 60 are the most"),
    ('outcome: {event: a}\nlabel: "a\\0b"', 2, "wrong-text", "label holds a control character; write it in one line"),
    ('outcome: {event: a}\nlabel: "\\e[31mred"', 2, "wrong-text", "label holds a control character"),
    ('outcome: {event: a}\ndescription: "a\\n\\0"', 2, "wrong-text", "description holds a control character"),
    (f"outcome: {{event: a}}\nlabel: {'x' * 201}", 2, "wrong-text", "label has 201 characters, and 200 are the most"),
    ("outcome: {event: a}\nhorizon: 0 days", 2, "wrong-period", "horizon wants a period longer than nothing"),
    ("outcome: {event: a}\nhorizon: 9000 years", 2, "wrong-period", "horizon is 9000 years, and 10 years are the most"),
    ("outcome: {event: a}\nlandmarks: 11 years after created_at", 2, "wrong-period", "landmarks is 11 years"),
    ("", 1, "empty-file", "write a goal"),
    ("[a]", 1, "wrong-shape", "A file holds one goal, as a mapping of keys."),
]


@pytest.mark.parametrize(("text", "line", "code", "words"), WRONG)
def test_what_is_wrong_is_told_at_its_line(text, line, code, words):
    written = read_goal(("goal.yaml", text))
    assert written.goal is None
    [issue] = written.issues
    assert (issue.file, issue.line, issue.code) == ("goal.yaml", line, code)
    assert words in f"{issue.message} {issue.hint}" or words in f"{issue.message.rstrip('.')}; {issue.hint}"


def test_markup_in_a_label_is_a_label():
    goal = goal_of("outcome: {event: a}\nlabel: <script>alert(1)</script>\ndescription: |\n  two\n  lines\n")
    assert (goal.name, goal.description) == ("<script>alert(1)</script>", "two\nlines\n")


def test_all_mistakes_are_told_at_once():
    written = read_goal(("goal.yaml", "key: X\noutcome: {property: a, isnt: 3}\nhorizon: soon\nsegmnt: emea\n"))
    assert {issue.line for issue in written.issues} == {1, 2, 3, 4}
