"""Which part of one definition became which part of another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, TypeVar

from tamis.definitions.comparisons import PropertyCondition, ScoreCondition, TierCondition
from tamis.definitions.conditions import InSegment, parts
from tamis.definitions.difference import identity
from tamis.definitions.grammar import Model
from tamis.definitions.rules import EventRule, Group, RecordRule

_T = TypeVar("_T")
AnyRule = RecordRule | EventRule
Pairs = list[tuple[int, int]]
"""Places in the old and in the new list, each place at most once."""

# The least share of what two rules say that makes them one rule (0-1): with one of three things changed it is 0.5.
_LIKENESS = 0.5


def pair(old: Sequence[_T], new: Sequence[_T], *ties: Callable[[_T], Hashable]) -> Pairs:
    """Pairs of what has a tie in common, the first tie before the second and so on; None ties nothing."""
    pairs: Pairs = []
    for tie in ties:
        pairs += _tied(old, new, pairs, tie)
    return pairs


def left_over(old: Sequence[_T], new: Sequence[_T], pairs: Pairs) -> tuple[list[int], list[int]]:
    """The places in both lists that have no pair."""
    olds, news = {index for index, _ in pairs}, {index for _, index in pairs}
    return [index for index in range(len(old)) if index not in olds], [
        index for index in range(len(new)) if index not in news
    ]


def likest(old: Sequence[AnyRule], new: Sequence[AnyRule], pairs: Pairs) -> Pairs:
    """Pairs of rules without one that say nearly the same of the same thing, the likest first."""
    olds, news = left_over(old, new, pairs)
    likeness = {(before, after): _likeness(old[before], new[after]) for before in olds for after in news}
    found: Pairs = []
    for before, after in sorted(likeness, key=lambda places: (-likeness[places], places)):
        is_free = all(before != taken and after != other for taken, other in found)
        if is_free and likeness[before, after] >= _LIKENESS:
            found.append((before, after))
    return found


def pair_groups(old: Sequence[Group], new: Sequence[Group]) -> Pairs:
    """By key; a group whose key was changed by its label, or by its rules."""
    return pair(
        old,
        new,
        lambda group: group.key,
        lambda group: group.label,
        lambda group: identity(group.rules),
        lambda group: identity(group.rules[:1]),
    )


def _tied(old: Sequence[_T], new: Sequence[_T], pairs: Pairs, tie: Callable[[_T], Hashable]) -> Pairs:
    olds, news = left_over(old, new, pairs)
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for index in news:
        waiting[tie(new[index])].append(index)
    keyed = [(index, tie(old[index])) for index in olds]
    return [(index, waiting[key].pop(0)) for index, key in keyed if key is not None and waiting[key]]


def _likeness(old: AnyRule, new: AnyRule) -> float:
    if type(old) is not type(new) or not _subjects(old) & _subjects(new):
        return 0.0
    before, after = set(_sayings(old)), set(_sayings(new))
    return len(before & after) / len(before | after)


def _subjects(rule: AnyRule) -> set[str]:
    """The event types of an event rule; the properties, segments and scores of another."""
    if isinstance(rule, EventRule):
        return set(rule.event)
    conditions = [rule.when, *(case.when for case in rule.cases or ())]
    return {_subject(part) for condition in conditions for _, part in parts(condition)} - {""}


def _subject(condition: Model) -> str:
    match condition:
        case PropertyCondition():
            return f"property {condition.property}"
        case InSegment():
            return f"segment {condition.segment}"
        case ScoreCondition() | TierCondition():
            return f"score {getattr(condition, condition.word)}"
    return " ".join(getattr(condition, "event", ()))


def _sayings(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[Hashable]:
    """Every single value with its place; but what is left to the default, and names for people, says nothing."""
    if isinstance(value, Model):
        for name, field in type(value).model_fields.items():
            if name != "label" and getattr(value, name) != field.default:
                yield from _sayings(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for index, each in enumerate(value):
            yield from _sayings(each, (*path, index))
    else:
        yield (path, identity(value))
