"""Who reached a tier for the first time, by the day or week in which it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tamis.compile.catalog import Catalog
from tamis.operations.conversion_kinds import ConversionKind
from tamis.operations.leads.asked import Asked
from tamis.operations.leads.customers import are_no_customers
from tamis.operations.leads.moving import Moved, entered_sql
from tamis.operations.leads.parameters import Parameters
from tamis.operations.overview.periods import Period
from tamis.operations.overview.shown import ShownScore
from tamis.store.warehouse import Warehouse


@dataclass(frozen=True)
class NewLeads:
    """How many records reached each tier of a score for the first time, in each part of a period.

    `reached`: by tier, the best first, a count for each part. `published`: by tier, how many a publication put there in
    the period, who are not counted in `reached`: what people did had no part in it. `is_without_customers`: those who
    are customers today, even if they were none then, are in neither.
    """

    score: ShownScore
    period: Period
    reached: Mapping[str, tuple[int, ...]]
    published: Mapping[str, int]
    is_without_customers: bool

    @property
    def total(self) -> int:
        """All that were reached, in all tiers."""
        return sum(sum(counts) for counts in self.reached.values())

    def behind(self, tier: str) -> Asked:
        """The list of who reached the tier in the period."""
        moved = Moved("entered", after=tier, since=self.period.begin, until=self.period.end - 1)
        hides = self.is_without_customers
        return Asked(object=self.score.object, score=self.score.key, moved=moved, hides_customers=hides)


def new_leads(
    warehouse: Warehouse,
    catalog: Catalog,
    score: ShownScore,
    period: Period,
    *,
    without: ConversionKind | None = None,
) -> NewLeads:
    """Counts them, from the history of values; without customers, where it is told by what they are known."""
    table, params = catalog.objects[score.object].table, Parameters([score.key, score.object])
    entered = entered_sql("score = $1 AND object = $2", table, period.begin, period.end - 1)
    left = are_no_customers("n", without, catalog, params)
    query = _REACHED.format(place=period.place_of("reached_at"), entered=entered, left=left)
    counts = {tier: [0] * period.parts for tier in score.tiers}
    published: dict[str, int] = {}
    for tier, is_published, part, count in warehouse.rows(query, params):
        if is_published:
            published[tier] = published.get(tier, 0) + count
        else:
            # A tier that an earlier version of the score had comes last.
            counts.setdefault(tier, [0] * period.parts)[part] += count
    reached = {tier: tuple(found) for tier, found in counts.items()}
    return NewLeads(score, period, reached, published, is_without_customers=without is not None)


_REACHED = "SELECT tier, is_published, {place} AS part, count(*) FROM ({entered}) WHERE {left} GROUP BY ALL"
