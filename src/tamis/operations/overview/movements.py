"""Who went up and who went down in the last days, from which tier to which, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from tamis.compile.catalog import Catalog
from tamis.operations.causes import Kind, kind_of_cause
from tamis.operations.conversion_kinds import ConversionKind
from tamis.operations.leads.asked import Asked
from tamis.operations.leads.customers import are_no_customers
from tamis.operations.leads.moving import Moved, Way, changed_sql
from tamis.operations.leads.parameters import Parameters
from tamis.operations.overview.shown import ShownScore
from tamis.operations.record.naming import name_of
from tamis.store.warehouse import Warehouse

_MOST = 5


@dataclass(frozen=True)
class Movement:
    """How many records went from the first tier that they had in the time that is looked at to another one at its end;
    None for no tier. `kind`: why, by the last change of their tier. `is_up`: None where neither tier is the better."""

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
    left out of it. `is_without_customers`: those who are customers are not among them."""

    score: ShownScore
    begin: int
    end: int
    moves: tuple[Movement, ...]
    risen: tuple[Mover, ...]
    fallen: tuple[Mover, ...]
    is_without_customers: bool

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

    @property
    def pairs(self) -> Mapping[tuple[str | None, str | None], int]:
        """How many went from which tier to which, for any reason but a publication; most first."""
        found: Counter[tuple[str | None, str | None]] = Counter()
        for move in self.moves:
            if move.kind != "published":
                found[move.before, move.after] += move.count
        return dict(found.most_common())

    def behind(self, way: Way) -> Asked:
        """The list of who went up, or down."""
        return self._asked(Moved(way, since=self.begin, until=self.end))

    def behind_pair(self, before: str | None, after: str | None) -> Asked:
        """The list of who went from one tier to another."""
        return self._asked(Moved("any", since=self.begin, until=self.end, before=before or "", after=after or ""))

    def _asked(self, moved: Moved) -> Asked:
        hides = self.is_without_customers
        return Asked(object=self.score.object, score=self.score.key, moved=moved, hides_customers=hides)


def movements(
    warehouse: Warehouse,
    catalog: Catalog,
    score: ShownScore,
    begin: int,
    as_of: int,
    *,
    without: ConversionKind | None = None,
) -> Movements:
    """What moved from an instant on, as the history of values has it; without customers, where it is told by what they
    are known."""
    params = Parameters([score.key, score.object])
    shape = catalog.objects[score.object]
    changed = changed_sql("score = $1 AND object = $2", shape.table, begin, as_of)
    left = are_no_customers("n", without, catalog, params)
    moves = tuple(_movement(score, *row) for row in warehouse.rows(_MOVES.format(changed=changed, left=left), params))
    query = _MOVERS.format(table=shape.table, name=name_of(catalog, score.object), begin=begin, end=as_of, left=left)
    rows = [Mover(*row) for row in warehouse.rows(query, params)]
    risen = sorted((mover for mover in rows if mover.by > 0), key=lambda mover: (-mover.by, mover.id))
    fallen = sorted((mover for mover in rows if mover.by < 0), key=lambda mover: (mover.by, mover.id))
    furthest = (tuple(risen[:_MOST]), tuple(fallen[:_MOST]))
    return Movements(score, begin, as_of, moves, *furthest, is_without_customers=without is not None)


def _movement(score: ShownScore, before: str | None, after: str | None, kind: Kind, count: int) -> Movement:
    # What an earlier version of the score called a tier has no place among them.
    a, b = score.ranks.get(before or ""), score.ranks.get(after or "")
    return Movement(before, after, kind, count, None if a is None or b is None or a == b else b < a)


_MOVES = """
    SELECT came_from, went_to, kind, count(*) FROM ({changed}) WHERE {left}
    GROUP BY ALL ORDER BY count(*) DESC, came_from, went_to, kind
"""
# The first and the last of them by how far they moved.
_MOVERS = f"""
    WITH moved AS (
        SELECT n, sum(coalesce(after, 0) - coalesce(before, 0))::BIGINT AS moved_by FROM score_history
        WHERE score = $1 AND object = $2 AND "at" >= {{begin:d}} AND "at" <= {{end:d}}
            AND {kind_of_cause("cause")} IN ('happened', 'time')
            AND {{left}}
        GROUP BY n
    ), furthest AS (
        (FROM moved WHERE moved_by > 0 ORDER BY moved_by DESC, n LIMIT {_MOST})
        UNION ALL (FROM moved WHERE moved_by < 0 ORDER BY moved_by, n LIMIT {_MOST})
    )
    SELECT r.id, {{name}} AS name, f.moved_by, v.points, v.tier FROM furthest AS f
    JOIN {{table}} AS r ON r.n = f.n
    LEFT JOIN (FROM score_values WHERE score = $1 AND object = $2) AS v ON v.n = f.n
"""
