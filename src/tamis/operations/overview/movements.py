"""Who went up and who went down in the last days, from which tier to which, and why."""

from __future__ import annotations

from dataclasses import dataclass

from tamis.compile.catalog import Catalog
from tamis.operations.leads.asked import Asked
from tamis.operations.overview.causes import Kind, kind_of_cause
from tamis.operations.overview.shown import ShownScore
from tamis.operations.record.naming import name_of
from tamis.store.warehouse import Warehouse

_MOST = 5


@dataclass(frozen=True)
class Movement:
    """How many records went from one tier to another between the begin and the end of the time that is looked at; None
    for no tier. `kind`: why, by the last change of their tier. `is_up`: None where neither tier is the better one."""

    before: str | None
    after: str | None
    kind: Kind
    count: int
    is_up: bool | None


@dataclass(frozen=True)
class Mover:
    """A record whose value moved much: by how much (whole millionths of a point), and where it is now."""

    id: str
    name: str | None
    by: int
    points: int | None
    tier: str | None


@dataclass(frozen=True)
class Movements:
    """All between two instants (microseconds since the epoch, UTC); those that moved furthest up and down, publications
    left out of it."""

    score: ShownScore
    begin: int
    end: int
    moves: tuple[Movement, ...]
    risen: tuple[Mover, ...]
    fallen: tuple[Mover, ...]

    def count(self, *, is_up: bool, kind: Kind | None = None) -> int:
        """How many went up or down, for one kind of reason or (None) for any but a publication."""
        return sum(
            move.count
            for move in self.moves
            if move.is_up is is_up and (move.kind == kind if kind else move.kind != "published")
        )

    @property
    def published(self) -> int:
        """How many are in another tier because a definition was published."""
        return sum(move.count for move in self.moves if move.kind == "published")

    def behind(self, tier: str | None = None, *, is_up: bool = True) -> Asked:
        """The list of all, or of who is in a tier now: who rose furthest comes first, or who fell."""
        tiers = (tier,) if tier else ()
        return Asked(self.score.object, self.score.key, tiers=tiers, order="trend", descending=is_up)


def movements(warehouse: Warehouse, catalog: Catalog, score: ShownScore, begin: int, as_of: int) -> Movements:
    """What moved from an instant on, as the history of values has it."""
    params = [score.key, score.object, begin, as_of]
    moves = tuple(_movement(score, *row) for row in warehouse.rows(_MOVES, params))
    shape = catalog.objects[score.object]
    query = _MOVERS.format(table=shape.table, name=name_of(catalog, score.object))
    rows = [Mover(*row) for row in warehouse.rows(query, params)]
    risen = sorted((mover for mover in rows if mover.by > 0), key=lambda mover: (-mover.by, mover.id))
    fallen = sorted((mover for mover in rows if mover.by < 0), key=lambda mover: (mover.by, mover.id))
    return Movements(score, begin, as_of, moves, tuple(risen[:_MOST]), tuple(fallen[:_MOST]))


def _movement(score: ShownScore, before: str | None, after: str | None, kind: Kind, count: int) -> Movement:
    # No tier is below every tier; what an earlier version of the score called a tier has no place among them.
    ranks: dict[str | None, int] = {None: len(score.tiers)}
    ranks.update(score.ranks)
    is_known = before in ranks and after in ranks and ranks[before] != ranks[after]
    return Movement(before, after, kind, count, ranks[after] < ranks[before] if is_known else None)


_MOVES = f"""
    WITH moved AS (
        SELECT n, arg_min(tier_before, rowid) AS first, arg_max(tier_after, rowid) AS last,
            arg_max({kind_of_cause("cause")}, rowid) AS kind
        FROM score_history
        WHERE score = $1 AND object = $2 AND "at" >= $3 AND "at" <= $4 AND tier_before IS DISTINCT FROM tier_after
        GROUP BY n)
    SELECT first, last, kind, count(*) FROM moved WHERE first IS DISTINCT FROM last GROUP BY ALL
    ORDER BY count(*) DESC, first, last, kind
"""
# The first and the last of them by how far they moved.
_MOVERS = f"""
    WITH moved AS (
        SELECT n, sum(coalesce(after, 0) - coalesce(before, 0))::BIGINT AS moved_by FROM score_history
        WHERE score = $1 AND object = $2 AND "at" >= $3 AND "at" <= $4
            AND {kind_of_cause("cause")} IN ('happened', 'time')
        GROUP BY n
    ), furthest AS (
        (FROM moved WHERE moved_by > 0 ORDER BY moved_by DESC, n LIMIT {_MOST})
        UNION ALL (FROM moved WHERE moved_by < 0 ORDER BY moved_by, n LIMIT {_MOST})
    )
    SELECT r.id, {{name}} AS name, f.moved_by, v.points, v.tier FROM furthest AS f
    JOIN {{table}} AS r ON r.n = f.n
    LEFT JOIN (FROM score_values WHERE score = $1 AND object = $2) AS v ON v.n = f.n
"""
