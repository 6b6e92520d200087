"""The least and the most points that a rule, a group and a category can come to, whatever the data.

Always wide enough: what is called out of reach is out of reach for certain.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf

from tamis.definitions.rules import EventRule, Group, RecordRule
from tamis.definitions.score import Score

_DECIMALS = 6


@dataclass(frozen=True)
class Reach:
    """Points from `least` to `most`."""

    least: float
    most: float

    def bounded(self, limit: float | None, floor: float | None) -> Reach:
        low, high = (-inf if floor is None else floor), (inf if limit is None else limit)
        return Reach(min(max(self.least, low), high), min(max(self.most, low), high))


def rule_reach(rule: RecordRule | EventRule, scored: str) -> Reach:
    """A rule that is not enabled or whose gate does not hold gives 0, so 0 is always within reach."""
    if not rule.enabled:
        return Reach(0, 0)
    earned = _event_reach(rule, scored) if isinstance(rule, EventRule) else _record_reach(rule)
    bounded = earned.bounded(rule.limit, rule.floor)
    return Reach(min(0.0, bounded.least), max(0.0, bounded.most))


def group_reach(group: Group, scored: str) -> Reach:
    return _sum(rule_reach(rule, scored) for rule in group.rules).bounded(group.limit, group.floor)


def category_reach(score: Score, category: str) -> Reach:
    """Of the category's value, which is rounded to 6 decimals."""
    groups = (group_reach(group, score.object) for group in score.groups if group.category == category)
    bounded = _sum(groups).bounded(score.limit, score.floor)
    return Reach(round(bounded.least, _DECIMALS), round(bounded.most, _DECIMALS))


def _record_reach(rule: RecordRule) -> Reach:
    one = _any_of([case.points for case in rule.cases] if rule.cases is not None else [rule.points or 0])
    return _repeated(one) if rule.of is not None and rule.combine == "sum" else one


def _event_reach(rule: EventRule, scored: str) -> Reach:
    if rule.times is None:
        points = [case.points for case in rule.cases] if rule.cases is not None else [rule.points or 0]
        return _repeated(_any_of(points))
    # One range at most is awarded.
    counted = [counted.points for counted in rule.times]
    one = Reach(min(0.0, *counted), max(0.0, *counted)) if counted else Reach(0, 0)
    return _repeated(one) if scored != "contact" and rule.combine in (None, "sum") else one


def _any_of(points: Iterable[float]) -> Reach:
    """Any of them together."""
    listed = list(points)
    return Reach(sum(min(0.0, each) for each in listed), sum(max(0.0, each) for each in listed))


def _repeated(one: Reach) -> Reach:
    """Any number of times."""
    return Reach(-inf if one.least < 0 else 0.0, inf if one.most > 0 else 0.0)


def _sum(reaches: Iterable[Reach]) -> Reach:
    listed = list(reaches)
    return Reach(sum(reach.least for reach in listed), sum(reach.most for reach in listed))
