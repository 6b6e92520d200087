"""Conditions that hold of no record and no event, as far as that can be told without data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import inf

from tamis.definitions.comparisons import PropertyCondition
from tamis.definitions.conditions import All, Any_, Associated, Condition, EventCondition
from tamis.definitions.windows import is_never


def is_impossible(condition: Condition) -> bool:
    """True only if certain; an unknown value that meets the condition makes it possible."""
    if isinstance(condition, All):
        return any(is_impossible(part) for part in condition.conditions) or _contradict(condition.conditions)
    if isinstance(condition, Any_):
        return bool(condition.conditions) and all(is_impossible(part) for part in condition.conditions)
    if isinstance(condition, Associated):
        return is_impossible(condition.condition)
    if isinstance(condition, EventCondition):
        return condition.times.from_ > 0 and condition.where is not None and is_impossible(condition.where)
    return isinstance(condition, PropertyCondition) and _is_empty(condition)


def _is_empty(condition: PropertyCondition) -> bool:
    if condition.operator != "between" or condition.matches_unknown:
        return False
    first, second = condition.value
    return is_never(first, second) if isinstance(first, str) else bool(first > second)


def _contradict(conditions: Iterable[Condition]) -> bool:
    """Whether conditions that must all hold leave some number property no value: at least 10, and less than 5."""
    spans: dict[str, list[tuple[float, float, bool]]] = defaultdict(list)
    for condition in conditions:
        if not isinstance(condition, PropertyCondition) or condition.matches_unknown:
            continue
        if (span := _span(condition)) is not None:
            spans[condition.property].append(span)
    return any(_leave_nothing(found) for found in spans.values())


def _leave_nothing(spans: list[tuple[float, float, bool]]) -> bool:
    low, high = max(span[0] for span in spans), min(span[1] for span in spans)
    # An open end that touches the other leaves nothing either.
    is_open = any(span[2] and (low in span[:2] or high in span[:2]) for span in spans)
    return low > high or low == high and is_open


def _span(condition: PropertyCondition) -> tuple[float, float, bool] | None:
    """The numbers that meet it: from, to, and whether its finite end is left out."""
    value = condition.value
    if condition.operator == "between" and not isinstance(value[0], str):
        return value[0], value[1], False
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    spans = {
        "is": (value, value, False),
        "at_least": (value, inf, False),
        "at_most": (-inf, value, False),
        "greater_than": (value, inf, True),
        "less_than": (-inf, value, True),
    }
    return spans.get(condition.operator)
