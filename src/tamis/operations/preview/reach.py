"""How far each rule of a draft reaches."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tamis.definitions import Group, Score
from tamis.definitions.wording import label_of
from tamis.operations.preview.estimate import Estimate
from tamis.operations.preview.figures import GroupReach, RuleReach
from tamis.operations.preview.points import Computed

About = Callable[[np.ndarray], Estimate]

# Points: below it lies the noise of an addition, and no bound that cut something.
_NOISE = 1e-9


def group_reaches(score: Score, computed: Computed, about: About) -> tuple[GroupReach, ...]:
    """The groups with their rules; only who is in the population counts."""
    inside = computed.inside
    given = {at: np.where(inside, points, 0.0) for at, points in computed.rules.items()}
    all_points = sum(float(np.abs(points).sum()) for points in given.values())
    return tuple(_group(g, group, given, all_points, about) for g, group in enumerate(score.groups))


def _group(
    g: int, group: Group, given: dict[tuple[int, int], np.ndarray], all_points: float, about: About
) -> GroupReach:
    rules = tuple(
        RuleReach(
            path=f"groups[{g}].rules[{r}]",
            label=label_of(rule),
            is_enabled=rule.enabled,
            reached=about(given[g, r] != 0) if rule.enabled else Estimate(0),
            share=_share(given.get((g, r)), all_points),
            takes=rule.enabled and float(given[g, r].sum()) < 0,
        )
        for r, rule in enumerate(group.rules)
    )
    own = [points for (of, _), points in given.items() if of == g]
    share = sum(rule.share for rule in rules)
    cut = about(_is_cut(np.sum(own, axis=0), group)) if own else Estimate(0)
    return GroupReach(group.key, group.label or group.key, cut, share, rules)


def _share(points: np.ndarray | None, all_points: float) -> float:
    return float(np.abs(points).sum()) / all_points if points is not None and all_points else 0.0


def _is_cut(earned: np.ndarray, group: Group) -> np.ndarray:
    is_over = earned > group.limit + _NOISE if group.limit is not None else np.zeros_like(earned, dtype=np.bool_)
    is_under = earned < group.floor - _NOISE if group.floor is not None else np.zeros_like(earned, dtype=np.bool_)
    return np.asarray(is_over | is_under)
