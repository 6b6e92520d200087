"""Points and tiers of a score's categories."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from tamis.definitions import Score
from tamis.definitions.score import Tier
from tamis.store.warehouse.supposed import SupposedValue


def tiers_of(score: Score, category: str) -> Sequence[Tier]:
    """A category's tiers, best first."""
    return next(tiers for name, tiers in score.thresholds.items() if name == category)


def category_points(score: Score, value: SupposedValue, category: str) -> int:
    """A category's points (whole millionths) in a value."""
    points = value.points if len(score.categories) == 1 else getattr(value, category)
    return int(points or 0)


def tier_of(tiers: Sequence[Tier], points: int) -> int:
    """The place among tiers, best first, of that many points (whole millionths)."""
    return next(
        (i for i, tier in enumerate(tiers) if tier.from_ is None or points >= micros_from(tier)), len(tiers) - 1
    )


def micros_from(tier: Tier) -> int:
    """The least points of a tier, in whole millionths."""
    return int(Decimal(str(tier.from_)) * 10**6)
