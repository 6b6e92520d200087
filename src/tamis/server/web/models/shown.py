"""What the pages of models share: the model that is asked for, its goal, its card drawn, what one may do.

What reads and draws cards brings NumPy, pandas and scikit-learn with it, so it is imported by who first asks for one.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from tamis.definitions.goal import Goal, read_goal
from tamis.definitions.language import with_labels
from tamis.definitions.wording import describe_condition
from tamis.errors import DataError
from tamis.operations.access import Permission
from tamis.operations.labels import definition_labels
from tamis.operations.leads.asked import Asked
from tamis.operations.models.suggesting import SuggestedGoal, suggested_goals
from tamis.operations.models.under_way import trainings_under_way
from tamis.operations.rescore import micros_of
from tamis.predict.card.words.say import Words, things_of
from tamis.server.context import Context
from tamis.server.french import spoken
from tamis.server.web.models.forms import scalar
from tamis.server.web.models.words import goal_in_words, horizon_in_words, objects_of, outcome_in_words
from tamis.server.web.overview.links import to_leads
from tamis.store.application import KeptModel, Run

if TYPE_CHECKING:
    from tamis.operations.models.expecting import Expected
    from tamis.predict.card.model_card import ModelCard

_FILE = "goal.yaml"


@dataclass(frozen=True)
class ToldGoal:
    """A goal in words: all of it in a line, and its parts."""

    line: str
    objects: str
    outcome: str
    open: str
    horizon: str
    segment: str
    left_out: tuple[str, ...]
    columns: tuple[str, str]


@dataclass(frozen=True)
class Worth:
    """What calling by the model brings: of so many of its top tenth, and of as many picked by chance."""

    top: str
    chance: str


@dataclass(frozen=True)
class ListedModel:
    """A model as the list shows it; `run`: the newest of the live version; `reason`: the weightiest of its verdict."""

    model: KeptModel
    goal: ToldGoal | None
    card: ModelCard
    worth: Worth | None
    run: Run | None
    reason: str


def spoken_language() -> str:
    """In which cards are told."""
    return "fr" if (get_language() or "").startswith("fr") else "en"


def models_of(context: Context) -> tuple[KeptModel, ...]:
    """Every model, those first that went live first."""
    from tamis.operations.models.listing import list_models

    return list_models(context.workspace)


def model_of(context: Context, key: str) -> KeptModel:
    """The model of a key. Raises UsageError for one that is not there."""
    from tamis.operations.models.listing import find_model

    return find_model(context.workspace, key)


def card_of(context: Context, key: str, number: int | None = None) -> ModelCard:
    """The card of a version, or else of what there is to show. Raises UsageError where there is nothing."""
    from tamis.operations.models.listing import read_card

    return read_card(context.workspace, key, number)


def expected_of(context: Context, key: str, kinds: Collection[str] = ()) -> Expected:
    """How long a training of the model of a key takes, which need not be there yet."""
    from tamis.operations.models.expecting import expected_training

    return expected_training(next((each for each in models_of(context) if each.key == key), None), kinds)


def tried_card(model: KeptModel) -> ModelCard | None:
    """Of the last training, where it made no version."""
    from tamis.predict.card.json_form import from_json

    return None if model.tried is None else from_json(model.tried.card, file=model.key)


def listed(context: Context, model: KeptModel) -> ListedModel | None:
    """A model with what its card says; None for one that has nothing to show yet."""
    if not model.versions and model.tried is None:
        return None
    try:
        card = card_of(context, model.key)
    except DataError:
        # Its own page says what is wrong; the others are to be seen all the same.
        return None
    run = next(iter(runs_of(model)), None)
    return ListedModel(model, told_goal(context, model.goal), card, worth_of(card), run, first_reason(card))


def told_goal(context: Context, text: str) -> ToldGoal | None:
    """The goal of a text; None where it has mistakes."""
    goal = read_goal((_FILE, text)).goal
    return None if goal is None else in_words(context, goal)


def in_words(context: Context, goal: Goal) -> ToldGoal:
    """A goal with scores and segments by their labels."""
    labels = definition_labels(context.place)
    with with_labels(labels):
        segment = labels.get(goal.segment, goal.segment) if goal.segment else ""
        line, outcome = goal_in_words(goal), outcome_in_words(goal)
        open_ = describe_condition(goal.open_) if goal.open_ is not None else ""
    return ToldGoal(
        line, objects_of(goal.object), outcome, open_, horizon_in_words(goal), segment, goal.leave_out, goal.columns
    )


def worth_of(card: ModelCard) -> Worth | None:
    """In the words of the card; None where nothing was held out to tell it by."""
    if card.held_out is None or not card.held_out.deciles:
        return None
    words = Words(spoken_language())
    of = card.held_out.crowd
    top, base = card.held_out.deciles[0].rate * of, card.held_out.measures.base_rate * of
    things = things_of(words, card.goal.object)
    return Worth(words("expect.first", of=of, things=things, top=top), words("expect.chance", base=base))


def first_reason(card: ModelCard) -> str:
    """What weighs most in the verdict, in a sentence; empty where there is nothing to say."""
    from tamis.predict.card.html.sheet import Sheet

    sheet = Sheet(card, Words(spoken_language()), meanings_in(card))
    return next((sheet.remark(each.said) for each in card.verdict.reasons), "")


def runs_of(model: KeptModel) -> list[Run]:
    """Those of the live version, newest first."""
    return [run for run in model.runs if model.live is not None and run.number == model.live.number]


def suggested(context: Context) -> list[SuggestedGoal]:
    """The goals that the data suggest, and that no model has yet, called in the language of the reader."""
    taken = {model.key for model in models_of(context)}
    found = []
    for each in suggested_goals(context.workspace):
        goal, label = read_goal((_FILE, each.text)).goal, spoken(each.label)
        if goal is not None and goal.key not in taken:
            text = each.text.replace(f"label: {each.label}\n", f"label: {scalar(label)}\n", 1)
            found.append(replace(each, text=text, label=label))
    return found


def drawn(card: ModelCard, *only: str) -> SafeString:
    """The parts of a card for a page of ours, or only those of these names; all of it is escaped where it is made."""
    from tamis.predict.card.html.page import to_parts

    return mark_safe(to_parts(card, language=spoken_language(), meanings=meanings_in(card), only=only))


def meanings_in(card: ModelCard) -> dict[str, str]:
    """What the model looks at, in the language of the reader, by name."""
    from tamis.operations.models.reason_words import meaning_in

    language = spoken_language()
    return {feature.name: meaning_in(feature, language) for feature in card.features}


def allowed(context: Context) -> dict[str, bool]:
    """What whoever looks may do with models."""
    return {"may_publish": context.may(Permission.PUBLISH)}


def about(context: Context, key: str, tab: str) -> dict[str, Any]:
    """What every page of one model shows."""
    model = model_of(context, key)
    return {
        "model": model,
        "goal": told_goal(context, model.goal),
        "leads": _to_leads(model) if context.may(Permission.SEE_LEADS) else "",
        "tab": tab,
        "under_way": [each for each in trainings_under_way(context.place) if each.key == key],
        "now": micros_of(context.now()),
        **allowed(context),
    }


def _to_leads(model: KeptModel) -> str:
    """The list of those of whom it says something, the likeliest first; empty where it says nothing."""
    return to_leads(Asked(object=model.object, model=model.key, order="likelihood")) if runs_of(model) else ""
