"""Explanations as a page shows them: what gives most points first, what gives none behind a click."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tamis.compile.explanation import ExplainedCategory, ExplainedGroup, ExplainedRule
from tamis.operations.record.trees import ScoreTree
from tamis.operations.tiers import category_colors, tier_colors


@dataclass(frozen=True)
class ShownRule:
    """A rule, and how many of its events are not told one by one."""

    rule: ExplainedRule
    events_left_out: int


@dataclass(frozen=True)
class ShownGroup:
    """A group: its rules that give points, the most first, and those that give none."""

    group: ExplainedGroup
    earning: tuple[ShownRule, ...]
    silent: tuple[ExplainedRule, ...]


@dataclass(frozen=True)
class ShownCategory:
    """A category with its groups, its tier's colour, and its share of what it may have (0 to 100)."""

    category: ExplainedCategory
    groups: tuple[ShownGroup, ...]
    color: str | None


@dataclass(frozen=True)
class ShownTree:
    """A score's explanation."""

    tree: ScoreTree
    categories: tuple[ShownCategory, ...]
    color: str | None


MOST_EVENTS = 10


def shown_tree(tree: ScoreTree) -> ShownTree:
    """A score's explanation, arranged."""
    categories = tuple(_category(tree, category) for category in tree.tree.categories)
    return ShownTree(tree, categories, tier_colors(tree.score).get(tree.tree.tier or ""))


def _category(tree: ScoreTree, category: ExplainedCategory) -> ShownCategory:
    color = category_colors(tree.score, category.category).get(category.tier or "")
    return ShownCategory(category, tuple(_group(group) for group in category.groups), color)


def _group(group: ExplainedGroup) -> ShownGroup:
    earning = sorted((rule for rule in group.rules if _earns(rule)), key=lambda rule: -abs(rule.points))
    silent = tuple(rule for rule in group.rules if not _earns(rule))
    return ShownGroup(group, tuple(ShownRule(rule, _left_out(rule.events)) for rule in earning), silent)


def _earns(rule: ExplainedRule) -> bool:
    return bool(rule.points or rule.earned)


def _left_out(events: Sequence[object]) -> int:
    return max(0, len(events) - MOST_EVENTS)
