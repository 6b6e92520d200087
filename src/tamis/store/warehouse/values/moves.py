"""What keeping the computed values would change, told before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tamis.store.warehouse.values.bins import Bins, round_bins
from tamis.store.warehouse.values.differing import CHANGED, compare_computed, compare_values

if TYPE_CHECKING:
    from tamis.store.warehouse.warehouse import Warehouse

_LARGEST = 20


class Bin(NamedTuple):
    """How many records have a value from `start` up to `end` (millionths of a point), before and after. In the last
    bin, `end` is within."""

    start: int
    end: int
    before: int
    after: int


@dataclass(frozen=True)
class Move:
    """The change of one record's value (millionths of a point, None for no value) and tier."""

    id: str
    before: int | None
    after: int | None
    tier_before: str | None
    tier_after: str | None


@dataclass(frozen=True)
class Moves:
    """What would change: of how many `records`, the value or tier of how many `changed`; of these, how many only by a
    `slight` move, less than a tenth of a point within their tier, which is mostly what time did.

    `distribution` is empty where no record has a value. `tiers` counts the records that move from one tier to another
    (None for no tier). `largest` are the up to twenty largest moves, largest first; no value counts as 0 points there.
    `by_time`: how many others have another value all the same, by what happened since it was computed, such as points
    that fade; None where the two are not told apart, and both are among what is `changed`.
    """

    records: int
    changed: int
    distribution: tuple[Bin, ...]
    tiers: dict[tuple[str | None, str | None], int]
    largest: tuple[Move, ...]
    slight: int = 0
    by_time: int | None = None


def moves(warehouse: Warehouse, score: str, before: str | None = None) -> Moves:
    """The computed values of a score held against the kept ones, or against those of `before`, the same score as it is
    published, which were computed beside them: then what time did is told apart. Changes nothing."""
    if before is None:
        compare_values(warehouse, score)
    else:
        compare_computed(warehouse, score, before)
    return Moves(
        records=int(warehouse.one("SELECT count(*) FROM temp.computed WHERE score = ?", [score])),
        changed=int(warehouse.one(f"SELECT count(*) FROM temp.compared WHERE {CHANGED}")),
        distribution=_distribution(warehouse, score, before),
        tiers={(before, after): count for before, after, count in warehouse.rows(_TIERS)},
        largest=_largest(warehouse),
        slight=int(warehouse.one(f"SELECT count(*) FROM temp.compared WHERE ({CHANGED}) AND {_SLIGHT}")),
        by_time=None if before is None else int(warehouse.one(_BY_TIME, [score])),
    )


def _distribution(warehouse: Warehouse, score: str, before: str | None) -> tuple[Bin, ...]:
    old = ("warehouse.score_values", score) if before is None else ("temp.computed", before)
    [(least, most)] = warehouse.rows(_RANGE.format(old[0]), [score, old[1]])
    if least is None:
        return ()
    bins = round_bins(least, most)
    was = _counts(warehouse, *old, bins)
    becomes = _counts(warehouse, "temp.computed", score, bins)
    edges = bins.edges
    return tuple(Bin(edges[i], edges[i + 1], was.get(i, 0), becomes.get(i, 0)) for i in range(bins.count))


def _counts(warehouse: Warehouse, table: str, score: str, bins: Bins) -> dict[int, int]:
    """The number of values in each bin, by its place; without those that are empty."""
    return dict(warehouse.rows(_COUNTS.format(table), [bins.width, bins.first // bins.width, bins.count - 1, score]))


def _largest(warehouse: Warehouse) -> tuple[Move, ...]:
    rows = warehouse.rows(_TOP)
    shapes = warehouse.catalog().objects if rows else {}
    ids = {
        object: _ids(warehouse, shape.table, [row[1] for row in rows if row[0] == object])
        for object, shape in shapes.items()
    }
    return tuple(Move(ids[object][n], *move) for object, n, *move in rows)


def _ids(warehouse: Warehouse, table: str, numbers: list[int]) -> dict[int, str]:
    return dict(warehouse.rows(f"SELECT n, id FROM {table} WHERE n IN (SELECT unnest(?))", [numbers]))


_SLIGHT = "tier_before IS NOT DISTINCT FROM tier_after AND abs(after::HUGEINT - before) < 100_000"
_TIERS = """
    SELECT tier_before, tier_after, count(*) FROM temp.compared
    WHERE tier_before IS DISTINCT FROM tier_after GROUP BY ALL ORDER BY ALL
"""

_BY_TIME = f"""
    SELECT count(*) FROM temp.compared JOIN warehouse.score_values kept USING (n)
    WHERE kept.score = ? AND NOT ({CHANGED})
        AND (kept.points IS DISTINCT FROM after OR kept.tier IS DISTINCT FROM tier_after)
"""

_RANGE = """
    SELECT min(points), max(points) FROM (
        SELECT points FROM temp.computed WHERE score = $1
        UNION ALL SELECT points FROM {} WHERE score = $2
    )
"""

# `//` cuts towards zero; a bin begins at its lower edge on either side of it.
_COUNTS = """
    SELECT least(points // $1 - (points % $1 < 0)::BIGINT - $2, $3) AS place, count(*)
    FROM {} WHERE score = $4 AND points IS NOT NULL GROUP BY place
"""

_TOP = f"""
    SELECT object, n, before, after, tier_before, tier_after FROM temp.compared WHERE {CHANGED}
    ORDER BY abs(coalesce(after, 0)::HUGEINT - coalesce(before, 0)) DESC, object, n LIMIT {_LARGEST}
"""
