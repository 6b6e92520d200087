"""The computed values of a score held against the kept ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tamis.store.warehouse.warehouse import Warehouse

#: Whether a row of `differing` is a change of value or tier.
CHANGED = "before IS DISTINCT FROM after OR tier_before IS DISTINCT FROM tier_after"
#: The numbers of the records that were computed, where these were not all of them.
SOME = "SELECT n FROM temp.targets"


def compare_values(warehouse: Warehouse, score: str, *, is_some: bool = False) -> None:
    """Puts every record whose computed row is not the kept one into the temporary table `differing`: `object`, `n`,
    `before`, `after`, `tier_before`, `tier_after`, what the history says last (`noted`), and whether it `vanished` from
    what was computed.

    Value and tier may be the same there: where only the categories moved, or a record without a value is new. Raises
    ValueError if the score has values and was not computed. `is_some`: only the records of the temporary table
    `targets` were.
    """
    objects = warehouse.rows("SELECT object FROM temp.computed WHERE score = ? LIMIT 1", [score])
    # Else every record would seem to have lost its value.
    if (
        not objects
        and not is_some
        and warehouse.one("SELECT EXISTS (FROM warehouse.score_values WHERE score = ?)", [score])
    ):
        raise ValueError(f"{score} was not computed")
    [(computed,)] = objects or [(None,)]
    if is_some:
        warehouse.engine.sql(_DIFFERING.format(f" AND n IN ({SOME})"), [score, computed])
    else:
        warehouse.engine.sql(_DIFFERING.format("") + _OF_ANOTHER_OBJECT, [score, computed])


# Joined by the number alone, which takes two thirds of the time. The engagement needs no look: it is what of the points
# is not fit.
_DIFFERING = """
    CREATE OR REPLACE TEMP TABLE differing AS
    SELECT
        $2::VARCHAR AS object, coalesce(new.n, old.n) AS n, old.points AS before, new.points AS after,
        old.tier AS tier_before, new.tier AS tier_after, old.noted, new.n IS NULL AS vanished
    FROM (SELECT n, points, fit, tier FROM temp.computed WHERE score = $1) new
    FULL JOIN (SELECT n, points, fit, tier, noted FROM warehouse.score_values WHERE score = $1 AND object = $2{}) old
        ON new.n = old.n
    WHERE new.n IS NULL OR old.n IS NULL OR new.points IS DISTINCT FROM old.points
        OR new.fit IS DISTINCT FROM old.fit OR new.tier IS DISTINCT FROM old.tier
"""

# Values of another object, which an earlier version of the score was of, have all vanished.
_OF_ANOTHER_OBJECT = """
    UNION ALL
    SELECT object, n, points, NULL, tier, NULL, noted, true FROM warehouse.score_values
    WHERE score = $1 AND object <> $2
"""
