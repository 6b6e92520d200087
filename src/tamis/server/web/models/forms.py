"""A goal file from what somebody chose in a form."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from django.http import QueryDict
from django.utils.translation import gettext as _

from tamis.definitions.goal import STANDARD_KEY
from tamis.errors import UsageError
from tamis.operations.start_draft import key_for
from tamis.operations.verbs import TrainModel
from tamis.store.application import KeptModel

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
# What YAML takes for something else than a text.
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_LABEL, _MOST = 100, 200
#: The kinds of model that can be tried, as `tamis train --kind` names them; a test holds them against it.
KINDS = ("binned_logistic", "glass_box", "boosted")


@dataclass(frozen=True)
class GoalForm:
    """What a form asks: `value` of a property, in the type of the data; `event` for an outcome by an event."""

    label: str
    object: str
    by: Literal["property", "event"]
    property: str = ""
    value: str = ""
    is_snapshot: bool = False
    event: str = ""
    days: int = 90
    segment: str = ""
    left_out: tuple[str, ...] = ()


def form_of(said: QueryDict) -> GoalForm:
    """What was sent. Raises UsageError for what is missing."""
    label = said.get("label", "").strip()[:_LABEL]
    if not label:
        raise UsageError(_("Give the model a name."))
    by: Literal["property", "event"] = "event" if said.get("by") == "event" else "property"
    if not said.get(by, "").strip():
        raise UsageError(_("Say by what property or event the goal is reached."))
    return GoalForm(
        label,
        said.get("object", "contact"),
        by,
        said.get("property", "").strip(),
        said.get("value", "").strip(),
        said.get("snapshot") == "yes",
        said.get("event", "").strip(),
        number_of(said.get("days")) or 90,
        said.get("segment", "").strip(),
        tuple(said.getlist("leave_out"))[:_MOST],
    )


def next_training(model: KeptModel, said: QueryDict) -> TrainModel:
    """What trains the next version of a model: with the properties that are `kept` though they seem to know the
    outcome, and going `live` by itself or not. Where nobody said what they wish, as the newest version."""
    if said.get("wishes") != "yes":
        kept = model.versions[0].kept if model.versions else ()
        return TrainModel(model.goal, model.key, kept=kept)
    kinds = chosen_kinds(said)
    kept = tuple(said.getlist("kept"))[:_MOST]
    return TrainModel(model.goal, model.key, kept=kept, kinds=kinds, is_published=said.get("live") == "yes")


def chosen_kinds(said: QueryDict) -> tuple[str, ...]:
    """Which kinds of model are tried; none is named where all are, or no choice was offered."""
    found = tuple(kind for kind in KINDS if kind in said.getlist("kinds"))
    return () if len(found) == len(KINDS) else found


def goal_text(form: GoalForm, *, types: Mapping[str, str], taken: Mapping[str, object]) -> str:
    """The form as a goal file; `types` are those of the object's properties, `taken` the keys that other models
    have."""
    return "".join(f"{line}\n" for line in _lines(form, types, taken))


def number_of(text: str | None) -> int | None:
    """A whole number above 0; None where there is none."""
    plain = (text or "").strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 10 and int(plain) else None


def _lines(form: GoalForm, types: Mapping[str, str], taken: Mapping[str, object]) -> Iterator[str]:
    is_standard = form.object == "contact" and STANDARD_KEY not in taken
    yield f"key: {STANDARD_KEY if is_standard else key_for(form.label, taken)}"
    yield f"label: {scalar(form.label)}"
    yield f"object: {scalar(form.object)}"
    yield f"outcome: {_outcome(form, types.get(form.property, ''))}"
    if not form.is_snapshot:
        yield f"horizon: {form.days} day{'s' if form.days > 1 else ''}"
    if _is_won_deal(form) and types.get("is_closed") == "boolean":
        # A deal that was lost is not won, and is not to be called again either.
        yield "open: {property: is_closed, is: false}"
    if form.segment:
        yield f"segment: {scalar(form.segment)}"
    if form.left_out:
        yield f"leave_out: [{', '.join(map(scalar, form.left_out))}]"


def _is_won_deal(form: GoalForm) -> bool:
    is_won = (form.object, form.by, form.property, form.value.lower()) == ("deal", "property", "is_won", "true")
    return is_won and not form.is_snapshot


def _outcome(form: GoalForm, type: str) -> str:
    if form.by == "event":
        return f"{{event: {scalar(form.event)}}}"
    snapshot = ", snapshot: true" if form.is_snapshot else ""
    value = f", is: {_typed(form.value, type)}" if form.value else ""
    return f"{{property: {scalar(form.property)}{value}{snapshot}}}"


def _typed(value: str, type: str) -> str:
    if type == "boolean" and value.lower() in ("true", "false"):
        return value.lower()
    if type == "number" and re.fullmatch(r"-?\d{1,15}(\.\d{1,15})?", value):
        return value
    return scalar(value)


def scalar(text: str) -> str:
    """As YAML reads it as this text, whatever is in it."""
    is_plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS
    return text if is_plain else json.dumps(text, ensure_ascii=False)
