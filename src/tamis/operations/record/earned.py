"""What each event earned, by every rule that counts it, gathered from explanations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tamis.compile.explanation import ExplainedEvent, ExplainedRule
from tamis.operations.record.trees import ScoreTree


@dataclass(frozen=True)
class EarnedPoints:
    """What one rule gives for an event: when it happened (`raw`) and what is left of it (`points`), before the bounds
    of rule, group and category. None for both where the rule gives points for a number of events together."""

    score: str
    score_label: str
    rule: str
    raw: float | None
    points: float | None

    @property
    def is_counted(self) -> bool:
        """Whether it is one of several that earn points together."""
        return self.points is None


class Earned:
    """By contact, instant and type. Of several events of one type at one instant, each takes what comes next: what a
    rule gave is told once, if perhaps at its neighbour."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, int, str], dict[tuple[str, str], list[EarnedPoints]]] = {}

    def add(self, contact: str, event: ExplainedEvent, rule: ExplainedRule, tree: ScoreTree) -> None:
        """Notes what a rule gave; not that an event was counted where the number of them gives nothing."""
        if event.points is None and not rule.points:
            return
        label = tree.score.label or tree.score.key
        earned = EarnedPoints(tree.score.key, label, rule.label, event.raw, event.points)
        rules = self._found.setdefault((contact, event.occurred_at, event.type), defaultdict(list))
        # An event may meet several cases of one rule; each is told.
        rules[tree.score.key, f"{rule.path}.{event.case}"].append(earned)

    def of(self, contact: str, at: int, type: str) -> tuple[EarnedPoints, ...]:
        """What the event earned; asked for the next of its like, what that did."""
        rules = self._found.get((contact, at, type), {})
        return tuple(waiting.pop(0) for waiting in rules.values() if waiting)


def earned_by_event(trees: Sequence[ScoreTree], contact: str) -> Earned:
    """Of the contact of that id, or, in the trees of another record, of those associated with it."""
    earned = Earned()
    for tree in trees:
        for rule in _rules(tree):
            for event in rule.events:
                earned.add(contact, event, rule, tree)
            for each in rule.records:
                for event in each.events:
                    earned.add(each.id, event, rule, tree)
    return earned


def _rules(tree: ScoreTree) -> Iterator[ExplainedRule]:
    for category in tree.tree.categories:
        for group in category.groups:
            yield from group.rules
