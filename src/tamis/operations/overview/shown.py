"""Which score an overview is about: its tiers, the best first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tamis.definitions import Score
from tamis.errors import UsageError
from tamis.operations.published import Published
from tamis.operations.tiers import tier_colors, tier_ranks, tiers_of

CONTACT = "contact"


@dataclass(frozen=True)
class ShownScore:
    """A published score of contacts that has tiers.

    `tiers`: every tier there can be, the best first. `ranks`: how far each is from the best, 0 for the best. `colors`:
    in which each is shown.
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
    return ShownScore(
        key=score.key,
        label=score.label or score.key,
        object=score.object,
        tiers=tiers_of(score),
        ranks=tier_ranks(score),
        colors=tier_colors(score),
    )
