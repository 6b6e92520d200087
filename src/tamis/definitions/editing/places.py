"""What may stand where: which conditions a place takes, and of what a path speaks. Read off the classes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from tamis.definitions.comparisons import CONDITION_WORDS, PropertyCondition
from tamis.definitions.conditions import CONDITION_TAGS, JOINS
from tamis.definitions.grammar import Model, Path
from tamis.definitions.rules import CONTACT_CONDITIONS, RULE_CONDITIONS, EventRule, RecordRule

Place = Literal["rule", "event", "contacts", "segment"]
"""Where a condition stands: in `when` of a rule or case, in `where` of events, in `contacts`, in a segment."""

_TAKEN: Mapping[Place, tuple[type[Model], ...]] = {
    "rule": RULE_CONDITIONS,
    "event": (*JOINS, PropertyCondition),
    "contacts": CONTACT_CONDITIONS,
    "segment": tuple(CONDITION_TAGS),
}
# The order in which people look for them.
_ORDER = ("property", "event", "in_segment", "of", "score", "tier", "all", "any", "none")
JOIN_WORDS = ("all", "any", "none")


def words_of(place: Place) -> tuple[str, ...]:
    """The words of the conditions that a place takes.

    >>> words_of("event")
    ('property', 'all', 'any', 'none')
    """
    words = {CONDITION_TAGS[kind].strip("<>") for kind in _TAKEN[place]}
    return tuple(word for word in _ORDER if word in words)


def word_of(condition: Any) -> str | None:
    """The word by which a condition is known, as far as one is written."""
    if not isinstance(condition, dict):
        return None
    return next((word for word in ("of", *CONDITION_WORDS) if word in condition), None)


def inner_of(condition: Mapping[str, Any]) -> dict[str, Any]:
    """The condition that `of` asks of the associated record."""
    return {key: value for key, value in condition.items() if key not in ("of", "association")}


def worths_of(rule: Mapping[str, Any]) -> tuple[str, ...]:
    """The ways in which a rule may say its points."""
    return (EventRule if "event" in rule else RecordRule).worth


def place_of(path: Path, *, is_segment: bool = False) -> Place:
    """The place of the condition at a path."""
    named = [part for part in path if part in ("when", "where", "contacts")]
    if named[-1:] == ["where"]:
        return "contacts" if named[-2:-1] == ["contacts"] and _is_direct(path) else "event"
    if "contacts" in named:
        return "contacts"
    return "segment" if is_segment else "rule"


def _is_direct(path: Path) -> bool:
    """Whether the last `where` is that of `contacts` itself."""
    at = max(index for index, part in enumerate(path) if part == "where")
    return at > 0 and path[at - 1] == "contacts"
