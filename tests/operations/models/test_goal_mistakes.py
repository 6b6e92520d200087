"""What is wrong with a goal, held against what a workspace keeps, is told at its place, with what would be right."""

from __future__ import annotations

import pytest

from tamis.errors import DefinitionError
from tamis.operations.models.assessing import assess_goal
from tamis.progress import NullProgress
from tests.operations.models.conftest import Learnt

OUTCOME = "outcome: {property: lifecycle_stage, is: customer}\n"


@pytest.mark.parametrize(
    ("text", "at", "code", "words"),
    [
        ("outcome: {property: lifecycle_stag, is: x}\n", (1, 21), "unknown-property", "did you mean lifecycle_stage?"),
        ("outcome: {event: demo_requestd}\n", (1, 18), "unknown-event", "did you mean demo_requested?"),
        ("outcome: {property: lifecycle_stage, is: custommer}\n", (1, 42), "wrong-value", "did you mean customer?"),
        (
            "outcome: {any: [{event: demo_requested}, {property: country, is: Frence}]}\n",
            (1, 66),
            "wrong-value",
            "France?",
        ),
        (f"{OUTCOME}segment: emea\n", (2, 10), "unknown-segment", "leave it out: there are no segments"),
        (f"key: country\n{OUTCOME}", (1, 6), "taken-key", "there is a property of that name"),
        (f"key: interest\n{OUTCOME}", (1, 6), "taken-key", "there is a score of that name"),
    ],
)
def test_each_mistake_has_its_place_and_what_would_be_right(learnt: Learnt, text, at, code, words) -> None:
    with pytest.raises(DefinitionError) as raised:
        assess_goal(learnt.workspace, text, "goal.yaml", now=learnt.now, progress=NullProgress())
    [issue] = raised.value.issues
    assert (issue.file, issue.line, issue.column, issue.code) == ("goal.yaml", *at, code)
    assert words in f"{issue.message} {issue.hint}"


@pytest.mark.parametrize("value", ["CUSTOMER", "evangelist"])
def test_a_value_in_other_letters_or_like_none_is_no_mistake(learnt: Learnt, value: str) -> None:
    """A goal may be there before anybody has reached it."""
    text = f"outcome: {{property: lifecycle_stage, is: {value}}}\n"
    assert assess_goal(learnt.workspace, text, "goal.yaml", now=learnt.now, progress=NullProgress()).key
