"""A form becomes the goal that it says, whatever names and values are like."""

from __future__ import annotations

import pytest

from tamis.definitions.goal import read_goal
from tamis.operations.models.expecting import expected_training
from tamis.predict.training.candidates import CANDIDATES
from tamis.server.web.models.forms import KINDS, GoalForm, goal_text, next_training
from tamis.server.web.models.words import expected_in_words
from tamis.store.application import KeptModel, ModelVersion, Schedule
from tamis.store.application.settings import set_up_django


def _goal(form: GoalForm, type: str = "string", taken: tuple[str, ...] = ()):
    types = {"is_closed": "boolean", form.property: type}
    written = read_goal(("goal.yaml", goal_text(form, types=types, taken=dict.fromkeys(taken))))
    assert written.goal is not None, written.issues
    return written.goal


@pytest.mark.parametrize("odd", ["customer", "yes", "null", "12", 'a "b": {c}', "# d", "- e", "é ’\t\\", "{{ x }}"])
def test_a_value_stays_the_text_that_was_typed(odd: str) -> None:
    goal = _goal(GoalForm(f"L {odd}", "contact", "property", odd, odd, segment=odd, left_out=(odd, "x")))
    assert goal.label == f"L {odd}"
    assert (goal.outcome.property, goal.outcome.value) == (odd, odd)
    assert (goal.segment, goal.leave_out) == (odd, (odd, "x"))


def test_a_value_is_of_the_type_of_its_property() -> None:
    assert _goal(GoalForm("a", "deal", "property", "is_won", "True"), "boolean").outcome.value is True
    assert _goal(GoalForm("a", "deal", "property", "amount", "12.5"), "number").outcome.value == 12.5


def test_a_deal_that_was_lost_is_not_open() -> None:
    goal = _goal(GoalForm("a", "deal", "property", "is_won", "true"), "boolean")
    assert (goal.open_.property, goal.open_.value) == ("is_closed", False)
    assert _goal(GoalForm("a", "contact", "property", "is_won", "true"), "boolean").open_ is None


def test_without_a_value_a_column_says_by_itself_who_did() -> None:
    goal = _goal(GoalForm("a", "contact", "property", "Converted", is_snapshot=True))
    assert (goal.is_bare, goal.is_snapshot) == (True, True)


def test_an_event_is_an_outcome() -> None:
    goal = _goal(GoalForm("a", "contact", "event", event="demo requested", days=1))
    assert goal.outcome.event == ("demo requested",)
    assert goal.horizon.text == "1 day"


def test_the_first_goal_of_contacts_is_the_standard_one_and_no_key_is_given_twice() -> None:
    form = GoalForm("Likelihood to close", "contact", "event", event="x")
    assert _goal(form).key == "likelihood_to_close"
    assert _goal(form, taken=("likelihood_to_close",)).key == "likelihood_to_close_2"
    assert _goal(GoalForm("À 30 jours", "company", "event", event="x")).key == "a_30_jours"


def test_the_kinds_that_can_be_chosen_are_those_that_there_are() -> None:
    assert {(kind,) for kind in KINDS} == {each.parts for each in CANDIDATES if len(each.parts) == 1}


@pytest.mark.parametrize(("seconds", "told"), [(9, "a few seconds"), (40, "half a minute"), (118, "2 minutes")])
def test_how_long_a_training_takes_is_said_roughly_and_by_the_last_one_of_the_same_kinds(
    seconds: int, told: str
) -> None:
    set_up_django()
    model = KeptModel(
        "k", "K", "contact", "", 0, Schedule(), (), (), (), None, {"binned_logistic": seconds * 1_000_000}
    )
    assert expected_in_words(expected_training(model, ["binned_logistic"])) == f"The last training took about {told}."
    for unknown in (expected_training(model), expected_training(None)):
        assert expected_in_words(unknown) == "A training usually takes about 2 minutes."


def test_the_next_version_is_trained_as_the_newest_or_as_somebody_wishes() -> None:
    set_up_django()
    from django.http import QueryDict

    version = ModelVersion(1, 0, 0, "ready", "glass_box", None, None, 1, 1, kept=("tags",))
    model = KeptModel("k", "K", "contact", "goal", 0, Schedule(), (version,), (), (), None)
    asked = next_training(model, QueryDict(""))
    assert (asked.text, asked.key, asked.kept, asked.is_published) == ("goal", "k", ("tags",), True)
    wished = next_training(model, QueryDict("wishes=yes&kept=signature&kept=owner"))
    assert (wished.kept, wished.is_published) == (("signature", "owner"), False)
    assert next_training(model, QueryDict("wishes=yes&live=yes")).is_published
    assert next_training(model, QueryDict("wishes=yes&kinds=boosted&kinds=magic")).kinds == ("boosted",)
    assert next_training(model, QueryDict("wishes=yes&" + "&".join(f"kinds={kind}" for kind in KINDS))).kinds == ()
