"""What an author does to a definition, one thing at a time: each takes its values and gives them changed.

All of them raise NoSuchPlace where there is nothing at the path, and leave what they were given as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from tamis.definitions.editing import beginnings
from tamis.definitions.editing.beginnings import Known
from tamis.definitions.editing.places import JOIN_WORDS, place_of, word_of, worths_of
from tamis.definitions.editing.shapes import asked, reshaped
from tamis.definitions.editing.tree import NoSuchPlace, Values, changed, drop, has, insert, put, value_at
from tamis.definitions.grammar import Path
from tamis.definitions.operators import ALL_OPERATORS, PropertyType
from tamis.errors import UsageError


def remove(values: Values, path: Path) -> Values:
    """Without what stands at the path; a list that is left empty goes with it, if its owner can do without."""
    without = drop(values, path)
    owner = path[:-1]
    is_optional = owner[-1:] and owner[-1] not in ("groups", "rules", "cases", "times")
    if isinstance(path[-1], int) and not value_at(without, owner) and is_optional:
        return remove(without, owner)
    is_empty = owner and value_at(without, owner) == {} and owner[-1] in ("population", "thresholds", "contacts")
    return drop(without, owner) if is_empty else without


def move(values: Values, path: Path, to: Path) -> Values:
    """An item of a list to another place, in its own list or another one; both as they are before the move."""
    item, rest = value_at(values, path), drop(values, path)
    *place, at = to
    if tuple(place) == path[:-1]:
        return insert(rest, (*place, min(int(at), len(value_at(rest, path[:-1])))), item)
    # A list before which one was taken out has moved up.
    if len(to) > len(path) and to[: len(path) - 1] == path[:-1] and int(to[len(path) - 1]) > int(path[-1]):
        to = (*to[: len(path) - 1], int(to[len(path) - 1]) - 1, *to[len(path) :])
    return insert(rest, to, item)


def copy(values: Values, path: Path) -> Values:
    """An item once more, behind itself; a group under a key of its own."""
    *place, at = path
    item = deepcopy(value_at(values, path))
    if tuple(place) == ("groups",) and isinstance(item, dict):
        taken = [group.get("key") for group in value_at(values, ("groups",)) if isinstance(group, dict)]
        item = {**item, "key": beginnings.free_key(str(item.get("key", "group")), taken)}
    return insert(values, (*place, int(at) + 1), item)


def switch(values: Values, path: Path) -> Values:
    """A rule off, or on again."""
    if value_at(values, path).get("enabled") is False:
        return drop(values, (*path, "enabled"))
    return put(values, (*path, "enabled"), False)


def wrap(values: Values, path: Path, word: str) -> Values:
    """A condition into `all`, `any` or `none`."""
    return changed(values, path, lambda condition: {word: [condition]})


def unwrap(values: Values, path: Path) -> Values:
    """A join replaced by what it joins; only one of several can stand where no list is. Raises UsageError."""
    condition = value_at(values, path)
    word = next((word for word in JOIN_WORDS if has(condition, word)), None)
    items = condition[word] if word else []
    own = {key: condition[key] for key in ("of", "association") if key in condition}
    if len(items) == 1:
        return put(values, path, {**own, **items[0]})
    if own or not isinstance(path[-1], int) or not items:
        raise UsageError("Several conditions cannot stand there without all, any or none.\n  hint: remove some first")
    rest = drop(values, path)
    for item in reversed(items):
        rest = insert(rest, path, item)
    return rest


def join_with(values: Values, path: Path, item: Values, word: str = "all") -> Values:
    """One more condition beside that at the path: into its join, or into a new one; the first one where none is."""
    parent, last = value_at(values, path[:-1]), path[-1]
    if not has(parent, last):
        return put(values, path, item)
    condition = parent[last]
    join = next((join for join in JOIN_WORDS if has(condition, join)), None)
    if join is None or "of" in condition:
        return put(values, path, {word: [condition, item]})
    return insert(values, (*path, join, len(condition[join])), item)


def rejoin(values: Values, path: Path, word: str) -> Values:
    """Another of `all`, `any`, `none` for a join."""
    old = {join for join in JOIN_WORDS if has(value_at(values, path), join)}
    return changed(values, path, lambda join: {word if key in old else key: each for key, each in join.items()})


def say_worth(values: Values, path: Path, worth: str, known: Known) -> Values:
    """Another way for a rule to say its points: `points`, `cases` or `times`. What it asked for stays where it can."""
    rule = value_at(values, path)
    if worth in rule or worth not in worths_of(rule):
        return values
    asks = "where" if "event" in rule else "when"
    points = _points_of(rule)
    kept = {key: each for key, each in rule.items() if key not in ("points", "cases", "times")}
    if worth == "cases":
        condition = kept.pop(asks, None) or beginnings.new_case(known, on_event="event" in rule)[asks]
        told: Any = [{asks: condition, "points": points}]
    else:
        told = points if worth == "points" else [{"from": 1, "points": points}]
        if asks not in kept and (first := _first_case(rule, asks)) is not None:
            kept[asks] = first
    rest = put(values, path, kept)
    return put(rest, (*path, worth), told)


def say_kind(values: Values, path: Path, kind: str, known: Known) -> Values:
    """Another kind of rule (`record`, `of`, `event`): its name, points and bounds stay."""
    rule, fresh = value_at(values, path), beginnings.new_rule(kind, known)
    if kind_of(rule) == kind:
        return values
    shared = {key: rule[key] for key in ("label", "enabled", "limit", "floor") if key in rule}
    head = {key: each for key, each in shared.items() if key in ("label", "enabled")}
    return put(values, path, {**head, **fresh, "points": _points_of(rule), **shared})


def kind_of(rule: Values) -> str:
    """`event`, `of` or `record`."""
    return "event" if "event" in rule else "of" if "of" in rule else "record"


def say_condition(values: Values, path: Path, word: str, known: Known) -> Values:
    """Another kind of condition. A join keeps what it joins, `of` keeps what it asks."""
    condition = value_at(values, path)
    if word_of(condition) == word:
        return values
    if word in JOIN_WORDS:
        is_join = word_of(condition) in JOIN_WORDS
        return rejoin(values, path, word) if is_join else wrap(values, path, word)
    is_event = place_of(path) == "event"
    return put(values, path, beginnings.new_condition(word, known, on_event=is_event))


def say_inner(values: Values, path: Path, inner: Values) -> Values:
    """Another condition for the associated records of an `of`."""
    condition = value_at(values, path)
    own = {key: condition[key] for key in ("of", "association") if key in condition}
    return put(values, path, {**own, **inner})


def say_operator(
    values: Values, path: Path, operator: str, kind: PropertyType | None, *, example: Any = None, today: str
) -> Values:
    """Another operator of a comparison, and its value in the shape that this one takes."""
    if operator not in ALL_OPERATORS:
        raise NoSuchPlace(f'There is no operator "{operator}".')
    condition = value_at(values, path)
    old = next((key for key in condition if key in ALL_OPERATORS), None)
    value = condition.get(old) if old is not None else None
    shape = asked(operator, kind, value)
    fits = None if old == "is_known" else value
    told = reshaped(fits, shape, example=example, today=today)
    is_asked = operator != "is_known"
    renamed = {operator if key == old else key: told if key == old else each for key, each in condition.items()}
    renamed = renamed if old is not None else {**condition, operator: told}
    return put(values, path, {key: each for key, each in renamed.items() if is_asked or key != "matches_unknown"})


def say_subject(
    values: Values, path: Path, word: str, name: str, kind: PropertyType | None, operators: Sequence[str], *, today: str
) -> Values:
    """Another property for a comparison; where it does not take the operator, it is asked whether it is known."""
    named = put(values, (*path, word), name)
    condition = value_at(named, path)
    old = next((key for key in condition if key in ALL_OPERATORS), None)
    if (
        old is not None
        and old in operators
        and reshaped(condition[old], asked(old, kind), today=today) == condition[old]
    ):
        return named
    first = "is_known" if "is_known" in operators else operators[0]
    return say_operator(named, path, first, kind, today=today)


def _points_of(rule: Values) -> Any:
    for worth in ("points", "cases", "times"):
        told = rule.get(worth)
        if isinstance(told, list) and told and isinstance(told[0], dict):
            return told[0].get("points", beginnings.POINTS)
        if told is not None and not isinstance(told, list):
            return told
    return beginnings.POINTS


def _first_case(rule: Values, asks: str) -> Any:
    cases = rule.get("cases")
    return cases[0].get(asks) if isinstance(cases, list) and cases and isinstance(cases[0], dict) else None


__all__ = [
    "copy",
    "insert",
    "join_with",
    "kind_of",
    "move",
    "put",
    "rejoin",
    "remove",
    "say_condition",
    "say_inner",
    "say_kind",
    "say_operator",
    "say_subject",
    "say_worth",
    "switch",
    "unwrap",
    "wrap",
]
