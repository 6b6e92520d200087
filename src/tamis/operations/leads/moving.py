"""Who went from one tier to another in a time, and who reached one for the first time: the history asked, as SQL.

The overview counts them by these queries, and the list behind each count finds them by the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tamis.definitions import Score
from tamis.errors import UsageError
from tamis.operations.causes import PUBLISHED, kind_of_cause
from tamis.operations.leads.parameters import Parameters
from tamis.operations.tiers import tier_ranks

_DAY = 86_400_000_000
MOST_DAYS = 3_650

Way = Literal["up", "down", "any", "entered"]


@dataclass(frozen=True)
class Moved:
    """A movement that records are asked for by.

    `way`: `up` or `down` to a better or lesser tier, `any` to another one; by what happened or time did, not by a
    publication. `entered`: who reached a tier for the first time, not by a publication. `before` and `after`: from
    which tier to which, "" for none; None for any. The time: from `since` on up to `until` (instants, microseconds
    since the epoch, UTC), without `until` up to now, without `since` so many `days`.
    """

    way: Way = "up"
    days: int = 7
    before: str | None = None
    after: str | None = None
    since: int | None = None
    until: int | None = None

    def span(self, as_of: int) -> tuple[int, int]:
        """The first and the last instant. Raises UsageError for more days than there are."""
        if not 1 <= self.days <= MOST_DAYS:
            raise UsageError(f"A movement is looked for in the last 1 to {MOST_DAYS} days, not {self.days}.")
        end = as_of if self.until is None else self.until
        return (end - self.days * _DAY if self.since is None else self.since), end


def moved_sql(moved: Moved, score: Score, table: str, as_of: int, parameters: Parameters, among: str = "") -> str:
    """A query of `n` and `came_from` (the tier before) of the records that moved so. `table`: that of the
    score's object; `among`: SQL of the numbers of records to look at."""
    of = parameters.of
    begin, end = moved.span(as_of)
    chosen = f" AND n IN ({among})" if among else ""
    place = f"score = {of(score.key)} AND object = {of(score.object)}{chosen}"
    if moved.way == "entered":
        tier = "" if moved.after is None else f" AND tier = {of(moved.after)}"
        entered = entered_sql(place, table, begin, end)
        return f"SELECT DISTINCT n, NULL::VARCHAR AS came_from FROM ({entered}) WHERE NOT is_published{tier}"
    ends = (("came_from", moved.before), ("went_to", moved.after))
    conditions = [f"coalesce({column}, '') = {of(tier)}" for column, tier in ends if tier is not None]
    conditions += [_is_way(moved.way, score, parameters)] if moved.way != "any" else []
    where = " AND ".join(["kind <> 'published'", *conditions])
    return f"SELECT n, came_from FROM ({changed_sql(place, table, begin, end)}) WHERE {where}"


def changed_sql(place: str, table: str, begin: int, end: int) -> str:
    """A query of `n`, `came_from`, `went_to` and `kind` of the records of a table that are in another tier at the end
    of a time than the first that they had in it: who came has none to come from, who left the population none to go to.
    `kind`: of the last cause. `place`: SQL of which rows of the history."""
    kind = kind_of_cause("cause")
    return (
        "SELECT n, arg_min(tier_before, rowid) AS came_from, arg_max_null(tier_after, rowid) AS went_to,"
        f" arg_max({kind}, rowid) AS kind FROM score_history"
        f' WHERE {place} AND "at" >= {begin:d} AND "at" <= {end:d} AND tier_before IS DISTINCT FROM tier_after'
        f" AND n IN (SELECT n FROM {table}) GROUP BY n HAVING came_from IS DISTINCT FROM went_to"
    )


def entered_sql(place: str, table: str, begin: int, end: int) -> str:
    """A query of `tier`, `n`, `reached_at` and `is_published` of the records that reached a tier in a time for the
    first time."""
    # Only who came in the time is looked up in what was before it: a fifth of the time of looking through all.
    return (
        f'WITH entered AS (SELECT score, object, tier_after AS tier, n, min("at") AS reached_at,'
        f" arg_min(cause IN {PUBLISHED}, rowid) AS is_published FROM score_history"
        f' WHERE {place} AND "at" >= {begin:d} AND "at" <= {end:d}'
        f" AND tier_after IS NOT NULL AND tier_before IS DISTINCT FROM tier_after AND n IN (SELECT n FROM {table})"
        " GROUP BY ALL)"
        " SELECT tier, n, reached_at, is_published FROM entered AS e WHERE NOT EXISTS (FROM score_history AS h"
        f' WHERE h.score = e.score AND h.object = e.object AND h."at" < {begin:d}'
        " AND h.tier_after = e.tier AND h.n = e.n)"
    )


def _is_way(way: Way, score: Score, parameters: Parameters) -> str:
    """Whether it went to the better tier, or to the lesser; from none and to none is neither."""
    ranks = tier_ranks(score)
    tiers, numbers = parameters.of(list(ranks)), parameters.of(list(ranks.values()))
    rank = f"map({tiers}::VARCHAR[], {numbers}::INTEGER[])[{{}}]"
    sign = "<" if way == "up" else ">"
    return f"coalesce({rank.format('went_to')} {sign} {rank.format('came_from')}, false)"
