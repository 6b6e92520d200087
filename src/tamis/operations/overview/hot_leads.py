"""Who is in the best tier and waits: nobody's, or without a sign of life."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tamis.compile.catalog import Catalog
from tamis.operations.conversion_kinds import ConversionKind
from tamis.operations.leads.asked import Asked
from tamis.operations.leads.customers import are_no_customers
from tamis.operations.leads.known_as import known_as
from tamis.operations.leads.parameters import Parameters
from tamis.operations.overview.shown import ShownScore
from tamis.operations.record.naming import name_of
from tamis.store.warehouse import Warehouse

_DAY = 86_400_000_000
_MOST = 5


@dataclass(frozen=True)
class HotLead:
    """One of them: `points` in whole millionths; `last_at`: what they did last (microseconds since the epoch, UTC)
    within the days that were looked at; None for nothing."""

    id: str
    name: str | None
    points: int
    tier: str
    has_owner: bool


@dataclass(frozen=True)
class HotLeads:
    """The records in some tiers of a score: how many in `all`, without an owner (None where no property says who owns a
    contact), and without any event by a person in the last `days` days; the best of those who wait for either, and the
    `top` of all. `is_without_customers`: those who are are not among them."""

    score: ShownScore
    tiers: tuple[str, ...]
    days: int
    since: int
    owner: str | None
    all: int
    without_owner: int | None
    idle: int
    best: tuple[HotLead, ...]
    top: tuple[HotLead, ...]
    event_types: tuple[str, ...]
    is_without_customers: bool

    def behind(self, *, is_idle: bool = False, has_no_owner: bool = False) -> Asked:
        """The list of all of them, or of those who wait."""
        asked = Asked(
            object=self.score.object,
            score=self.score.key,
            tiers=self.tiers,
            hides_customers=self.is_without_customers,
        )
        if has_no_owner:
            asked = replace(asked, owner="")
        return replace(asked, condition=self._without_event()) if is_idle and self.event_types else asked

    def _without_event(self) -> Mapping[str, Any]:
        happened = {"event": list(self.event_types), "within": {"last": f"{self.days} days"}}
        return {"none": [happened]}


def hot_leads(
    warehouse: Warehouse,
    catalog: Catalog,
    score: ShownScore,
    as_of: int,
    *,
    tiers: Sequence[str] = (),
    days: int = 14,
    without: ConversionKind | None = None,
) -> HotLeads:
    """Counts those in these tiers (the best, where none are named) as of an instant, microseconds since the epoch, and
    leaves out customers, where it is told by what they are known."""
    chosen = tuple(tier for tier in score.tiers if tier in tiers) or score.best
    owner = known_as(catalog, score.object).owner
    since = as_of - days * _DAY
    column = catalog.objects[score.object].properties[owner].column if owner else "NULL"
    owned = f"coalesce({column}::VARCHAR, '') <> ''"
    params = Parameters([score.key, score.object, list(chosen), since])
    left = are_no_customers("v.n", without, catalog, params)
    table, name = catalog.objects[score.object].table, name_of(catalog, score.object)
    found = _FOUND.format(table=table, name=name, owned=owned, left=left)
    [(all, unowned, idle)] = warehouse.rows(f"{found} {_COUNTS}", params)
    wait = "is_idle OR NOT has_owner" if owner else "is_idle"
    best, top = (warehouse.rows(f"{found} {_BEST.format(which=which)}", params) for which in (wait, "true"))
    return HotLeads(
        score=score,
        tiers=chosen,
        days=days,
        since=since,
        owner=owner,
        all=all,
        without_owner=unowned if owner else None,
        idle=idle,
        best=tuple(HotLead(*row) for row in best),
        top=tuple(HotLead(*row) for row in top),
        event_types=tuple(catalog.events),
        is_without_customers=without is not None,
    )


# What machines did is no sign of life.
_FOUND = """
    WITH active AS (
        SELECT DISTINCT e.contact FROM events AS e JOIN signatures AS s USING (signature)
        WHERE e.occurred_at >= $4 AND NOT s.machine
    ), hot AS (
        SELECT r.id, {name} AS name, v.points, v.tier, {owned} AS has_owner,
            v.n NOT IN (SELECT contact FROM active) AS is_idle
        FROM score_values AS v JOIN {table} AS r ON r.n = v.n
        WHERE v.score = $1 AND v.object = $2 AND v.tier IN (SELECT unnest($3::VARCHAR[])) AND {left}
    )
"""
_COUNTS = "SELECT count(*), count(*) FILTER (NOT has_owner), count(*) FILTER (is_idle) FROM hot"
_BEST = f"""
    SELECT id, name, points, tier, has_owner FROM hot WHERE {{which}} ORDER BY points DESC, id LIMIT {_MOST}
"""
