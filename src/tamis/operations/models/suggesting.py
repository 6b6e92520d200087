"""Goals that the data of a workspace suggest: what companies foretell, in the names that this one uses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from tamis.compile.catalog import ObjectShape
from tamis.definitions.goal import STANDARD_KEY
from tamis.operations.workspace import Workspace
from tamis.store.warehouse import Warehouse

# As CRMs call what somebody is, and what they have become when they buy; without capitals, spaces and signs.
_STAGES = ("lifecyclestage", "customerstage", "stage", "status", "leadstatus", "dealstage")
_REACHED = ("customer", "client", "won", "closedwon", "converted", "gagné", "gagne")
_FLAGS = ("converted", "iswon", "won", "iscustomer", "becamecustomer", "purchased")
_MOST_VALUES = 200


@dataclass(frozen=True)
class SuggestedGoal:
    """A goal file; its `label` and, in a sentence, what it foretells and by what."""

    text: str
    label: str
    sentence: str
    object: str


def suggested_goals(workspace: Workspace) -> tuple[SuggestedGoal, ...]:
    """The likeliest first; none where nothing looks like an outcome."""
    with workspace.opened() as warehouse:
        return tuple(_suggested(warehouse))


def _suggested(warehouse: Warehouse) -> Iterator[SuggestedGoal]:
    shapes = warehouse.catalog().objects
    counts = {name: int(warehouse.one(f"SELECT count(*) FROM {shapes[name].table}")) for name in shapes}
    for object_type in ("contact", "company"):
        if counts.get(object_type):
            yield from _of_stage(warehouse, object_type, shapes[object_type])
    if counts.get("deal") and "is_won" in shapes["deal"].properties and shapes["deal"].properties["is_won"].has_history:
        yield from _of_deals(counts, shapes["deal"])
    for object_type in ("contact", "company", "deal"):
        if counts.get(object_type):
            yield from _of_flag(object_type, shapes[object_type])


def _of_stage(warehouse: Warehouse, object_type: str, shape: ObjectShape) -> Iterator[SuggestedGoal]:
    """A property that becomes "customer" one day."""
    for name, known in shape.properties.items():
        if _plain(name) not in _STAGES or not known.has_history:
            continue
        found = warehouse.rows(
            f"SELECT DISTINCT text FROM {shape.changes} WHERE property = ? AND text IS NOT NULL LIMIT {_MOST_VALUES}",
            [name],
        )
        value = next((text for (text,) in sorted(found) if _plain(text) in _REACHED), None)
        if value is not None:
            sentence = f"Which open {_many(object_type)} become {value} within 90 days, by {name}."
            outcome = f"{{property: {_quoted(name)}, is: {_quoted(value)}}}"
            yield _goal(object_type, outcome, sentence, key=STANDARD_KEY if object_type == "contact" else "")


def _of_deals(counts: dict[str, int], shape: ObjectShape) -> Iterator[SuggestedGoal]:
    """Won deals: of the deals themselves, and of those they are with."""
    closed = shape.properties.get("is_closed")
    # A deal that was lost is not won, and is not to be called again either.
    open = "{property: is_closed, is: false}" if closed is not None and closed.has_history else ""
    sentence = "Which open deals are won within 90 days."
    yield _goal("deal", "{property: is_won, is: true}", sentence, label="Likelihood to win", open=open)
    if counts.get("company"):
        sentence = "Which companies have a deal won within 90 days."
        yield _goal("company", "{of: deal, property: is_won, is: true}", sentence)


def _of_flag(object_type: str, shape: ObjectShape) -> Iterator[SuggestedGoal]:
    """A column without a history that says who converted, as a table from elsewhere has."""
    for name, known in shape.properties.items():
        if _plain(name) in _FLAGS and not known.has_history:
            outcome = f"{{property: {_quoted(name)}, snapshot: true}}"
            sentence = f"Which {_many(object_type)} are like those of whom {name} is true; without a history of when."
            yield _goal(object_type, outcome, sentence, label=f"Likelihood of {name}")


def _goal(
    object_type: str,
    outcome: str,
    sentence: str,
    *,
    label: str = "Likelihood to close",
    key: str = "",
    open: str = "",
) -> SuggestedGoal:
    key = key or f"{object_type}_{_plain(label.replace(' ', '_'), '_')}"
    text = f"key: {key}\nlabel: {label}\nobject: {object_type}\noutcome: {outcome}\nhorizon: 90 days\n"
    text += f"open: {open}\n" if open else ""
    return SuggestedGoal(text, label, sentence, object_type)


def _plain(name: str, kept: str = "") -> str:
    return "".join(sign for sign in name.lower() if sign.isalnum() or sign in kept)


def _quoted(name: str) -> str:
    """As YAML reads it as this text, whatever is in it."""
    return name if name.isascii() and name.isidentifier() else json.dumps(name, ensure_ascii=False)


def _many(object_type: str) -> str:
    return {"contact": "contacts", "company": "companies", "deal": "deals"}[object_type]
