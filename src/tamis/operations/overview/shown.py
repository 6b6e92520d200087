"""Which score an overview is about: its tiers, the best first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from tamis.definitions import Score
from tamis.errors import UsageError
from tamis.operations.published import Published

CONTACT = "contact"


@dataclass(frozen=True)
class ShownScore:
    """A published score of contacts that has tiers.

    `tiers`: every tier there can be, the best first; of two categories, in the order of how far both are from their
    best together. `ranks`: how far each is from the best, 0 for the best.
    """

    key: str
    label: str
    object: str
    tiers: tuple[str, ...]
    ranks: Mapping[str, int]
    colors: Mapping[str, str]

    @property
    def best(self) -> tuple[str, ...]:
        """The tiers that count as hot unless somebody says otherwise: the best there is."""
        return self.tiers[:1]


def shown_scores(published: Published) -> tuple[ShownScore, ...]:
    """Every published score of contacts with tiers, by label."""
    found = [score for score in published.scores if score.object == CONTACT and score.thresholds]
    return tuple(sorted((_shown(score) for score in found), key=lambda shown: shown.label.casefold()))


def shown_score(published: Published, key: str | None = None) -> ShownScore | None:
    """The score of that key; without one, the leading one with tiers; None where there is none.

    Raises UsageError for a key that is none of them.
    """
    found = {shown.key: shown for shown in shown_scores(published)}
    if key is not None and key not in found:
        raise UsageError(f'There is no published score "{key}" with tiers.')
    if key is not None:
        return found[key]
    return next((found[s.key] for s in published.leading_first if s.key in found), None)


def _shown(score: Score) -> ShownScore:
    thresholds = {str(category): tiers for category, tiers in score.thresholds.items()}
    ladders = [list(enumerate(thresholds[category])) for category in score.categories]
    found: dict[str, tuple[int, str]] = {}
    for steps in product(*ladders):
        name = "".join(tier.tier for _, tier in steps)
        color = next((tier.color for _, tier in steps if tier.color), "") if len(steps) == 1 else ""
        found.setdefault(name, (sum(place for place, _ in steps), color))
    ordered = sorted(found, key=lambda name: found[name][0])
    return ShownScore(
        key=score.key,
        label=score.label or score.key,
        object=score.object,
        tiers=tuple(ordered),
        ranks={name: found[name][0] for name in ordered},
        colors={name: found[name][1] for name in ordered if found[name][1]},
    )
