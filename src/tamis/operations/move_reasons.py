"""Why the value of one record moves: what each rule and each bound gave before, and what it gives now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tamis.compile.explanation import ExplainedCategory, ExplainedGroup, ExplainedScore

# Floats below this are the noise of an addition (points).
_NOISE = 1e-6


@dataclass(frozen=True)
class Reason:
    """What one rule, or one bound, gave before and gives now, in points; they add up to the move. Where a record comes
    to have no value, or comes to have one, `label` says why, and there are no points."""

    label: str
    before: float
    after: float


def move_reasons(before: ExplainedScore | None, after: ExplainedScore) -> tuple[Reason, ...]:
    """What differs between two explanations of one record, the most points first; None for no value at all before."""
    if after.points is None:
        return (Reason(after.why_none or "", 0.0, 0.0),)
    old, new = dict(_given(before)), dict(_given(after))
    _follow_renamed(old, new)
    found = [Reason(label, old.get(label, 0.0), new.get(label, 0.0)) for label in {**old, **new}]
    told = [reason for reason in found if abs(reason.after - reason.before) > _NOISE]
    return tuple(sorted(told, key=lambda reason: (-abs(reason.after - reason.before), reason.label)))


def _follow_renamed(old: dict[str, float], new: dict[str, float]) -> None:
    """A name that is gone and a new one of the same points are one rule, renamed; it is no reason."""
    for gone in [label for label in old if label not in new]:
        same = next((label for label in new if label not in old and abs(new[label] - old[gone]) <= _NOISE), None)
        if same is not None:
            old[same] = old.pop(gone)


def _given(tree: ExplainedScore | None) -> Iterator[tuple[str, float]]:
    """What each rule and bound gave, by its name; rules of one name are told as one."""
    given: dict[str, float] = defaultdict(float)
    if tree is not None and tree.points is not None:
        for category in tree.categories:
            for group in category.groups:
                for rule in group.rules:
                    given[rule.label] += rule.points
                given[f"bounds of {group.label or group.key}"] += _cut(group)
            given[f"bounds of {category.category}"] += _cut(category)
    yield from given.items()


def _cut(part: ExplainedGroup | ExplainedCategory) -> float:
    return part.points - part.earned
