"""What a newly added thing says: as little as can be read, of names that are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tamis.definitions.language import say

WINDOW = {"last": "30 days"}
DECAY = {"percent": 50, "every": "1 month"}
POINTS = 5


@dataclass(frozen=True)
class Known:
    """Names that a new thing may begin with; an empty one where none is known."""

    property: str = ""
    event: str = ""
    segment: str = ""
    associated: str = ""
    """An object whose records are associated with those that are scored."""
    associated_property: str = ""
    event_property: str = ""
    score: str = ""
    tier: str = ""
    today: str = "2026-01-01"
    """As YYYY-MM-DD."""


def new_condition(word: str, known: Known, *, on_event: bool = False) -> dict[str, Any]:
    """A condition that begins with that word. `is_known` is an operator of every type.

    >>> new_condition("property", Known(property="industry"))
    {'property': 'industry', 'is_known': True}
    """
    asked = {"property": known.event_property if on_event else known.property, "is_known": True}
    match word:
        case "all" | "any" | "none":
            return {word: [asked]}
        case "in_segment":
            return {"in_segment": known.segment}
        case "event":
            return {"event": known.event, "within": dict(WINDOW)}
        case "of":
            return {"of": known.associated, "property": known.associated_property, "is_known": True}
        case "score":
            return {"score": known.score, "at_least": 50}
        case "tier":
            return {"tier": known.score, "is": known.tier}
    return asked


def new_rule(kind: str, known: Known) -> dict[str, Any]:
    """A rule of what happened (`event`), of what a record is (`record`), or of an associated record (`of`)."""
    if kind == "event":
        return {"event": known.event, "within": dict(WINDOW), "points": POINTS}
    if kind == "of":
        asked = {"property": known.associated_property, "is_known": True}
        return {"of": known.associated, "when": asked, "points": POINTS}
    return {"when": new_condition("property", known), "points": POINTS}


def new_case(known: Known, *, on_event: bool) -> dict[str, Any]:
    """One more case of a rule."""
    return {"where" if on_event else "when": new_condition("property", known, on_event=on_event), "points": POINTS}


def new_range(ranges: Sequence[Any]) -> dict[str, Any]:
    """A range of counts above all others; behind one without an end there is nothing, so it begins at its next.

    >>> new_range([{"from": 1, "to": 3, "points": 2}])
    {'from': 4, 'points': 5}
    """
    ends = [each.get("to", each.get("from", 0)) for each in ranges if isinstance(each, dict)]
    greatest = max((end for end in ends if isinstance(end, int)), default=0)
    return {"from": greatest + 1, "points": POINTS}


def new_group(key: str, category: str, known: Known) -> dict[str, Any]:
    """A group with one rule: an event rule for what is done, a record rule for who somebody is."""
    kind = "event" if category == "engagement" and known.event else "record"
    return {"key": key, "category": category, "rules": [new_rule(kind, known)]}


def new_tiers(category: str, *, is_combined: bool) -> list[dict[str, Any]]:
    """The tiers that are proposed: A, B, C and 1, 2, 3 for a combined score, else High, Medium, Low in the author's
    language."""
    first, second, last = say("High"), say("Medium"), say("Low")
    if is_combined:
        first, second, last = ("A", "B", "C") if category == "fit" else ("1", "2", "3")
    return [
        {"tier": first, "from": 60, "color": "green"},
        {"tier": second, "from": 30, "color": "yellow"},
        {"tier": last, "color": "gray"},
    ]


def new_score(key: str, label: str, object_name: str, category: str, known: Known) -> dict[str, Any]:
    """A score of one group with one rule."""
    group = new_group("engagement" if category == "engagement" else "profile", category, known)
    named = {"label": label} if label else {}
    return {"key": key, **named, "object": object_name, "groups": [group]}


def free_key(wanted: str, taken: Sequence[Any]) -> str:
    """A key that none of the others has.

    >>> free_key("sales", ["sales", "sales_2"])
    'sales_3'
    """
    numbered = (f"{wanted}_{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (wanted, *numbered) if key not in taken)
