"""Who reached a tier for the first time, by the day or week in which it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tamis.operations.leads.asked import Asked
from tamis.operations.overview.causes import PUBLISHED
from tamis.operations.overview.periods import Period
from tamis.operations.overview.shown import ShownScore
from tamis.store.warehouse import Warehouse


@dataclass(frozen=True)
class NewLeads:
    """How many records reached each tier of a score for the first time, in each part of a period.

    `reached`: by tier, the best first, a count for each part. `published`: by tier, how many a publication put there in
    the period, who are not counted in `reached`: what people did had no part in it.
    """

    score: ShownScore
    period: Period
    reached: Mapping[str, tuple[int, ...]]
    published: Mapping[str, int]

    @property
    def total(self) -> int:
        """All that were reached, in all tiers."""
        return sum(sum(counts) for counts in self.reached.values())

    def behind(self, tier: str) -> Asked:
        """The list of who is in the tier now, those first who moved furthest of late."""
        return Asked(object=self.score.object, score=self.score.key, tiers=(tier,), order="trend")


def new_leads(warehouse: Warehouse, score: ShownScore, period: Period) -> NewLeads:
    """Counts them, from the history of values."""
    params = [score.key, score.object, period.begin, period.end]
    counts = {tier: [0] * period.parts for tier in score.tiers}
    published: dict[str, int] = {}
    for tier, is_published, part, count in warehouse.rows(_FIRST.format(place=period.place_of("reached_at")), params):
        if is_published:
            published[tier] = published.get(tier, 0) + count
        else:
            # A tier that an earlier version of the score had comes last.
            counts.setdefault(tier, [0] * period.parts)[part] += count
    return NewLeads(score, period, {tier: tuple(found) for tier, found in counts.items()}, published)


# Only who came in the period is looked up in what was before it: a fifth of the time of looking through all.
_FIRST = f"""
    WITH entered AS (
        SELECT tier_after AS tier, n, min("at") AS reached_at, arg_min(cause IN {PUBLISHED}, rowid) AS is_published
        FROM score_history
        WHERE score = $1 AND object = $2 AND "at" >= $3 AND "at" < $4
            AND tier_after IS NOT NULL AND tier_before IS DISTINCT FROM tier_after
        GROUP BY ALL)
    SELECT tier, is_published, {{place}} AS part, count(*) FROM entered AS e
    WHERE NOT EXISTS (
        FROM score_history AS h
        WHERE h.score = $1 AND h.object = $2 AND h."at" < $3 AND h.tier_after = e.tier AND h.n = e.n)
    GROUP BY ALL
"""
