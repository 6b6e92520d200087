"""The computed values of a score held against the kept ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tamis.store.warehouse.warehouse import Warehouse

#: Whether a row of `differing` is a change that the history keeps.
CHANGED = "before IS DISTINCT FROM after OR tier_before IS DISTINCT FROM tier_after"


def compare_values(warehouse: Warehouse, score: str) -> None:
    """Puts every record whose computed row is not the kept one into the temporary table `differing`: `object`, `n`,
    `before`, `after`, `tier_before`, `tier_after`, and whether it `vanished` from what was computed.

    Value and tier may be the same there: where only the categories moved, or a record without a value is new. Raises
    ValueError if the score has values and was not computed.
    """
    objects = warehouse.rows("SELECT object FROM temp.computed WHERE score = ? LIMIT 1", [score])
    # Else every record would seem to have lost its value.
    if not objects and warehouse.one("SELECT EXISTS (FROM warehouse.score_values WHERE score = ?)", [score]):
        raise ValueError(f"{score} was not computed")
    [(computed,)] = objects or [(None,)]
    warehouse.engine.sql(_DIFFERING, [score, computed])


# Joined by the number alone, which takes two thirds of the time; values of another object, which an earlier version
# of the score was of, have all vanished. The engagement needs no look: it is what of the points is not fit.
_DIFFERING = """
    CREATE OR REPLACE TEMP TABLE differing AS
    SELECT
        $2::VARCHAR AS object, coalesce(new.n, old.n) AS n, old.points AS before, new.points AS after,
        old.tier AS tier_before, new.tier AS tier_after, new.n IS NULL AS vanished
    FROM (SELECT n, points, fit, tier FROM temp.computed WHERE score = $1) new
    FULL JOIN (SELECT n, points, fit, tier FROM warehouse.score_values WHERE score = $1 AND object = $2) old
        ON new.n = old.n
    WHERE new.n IS NULL OR old.n IS NULL OR new.points IS DISTINCT FROM old.points
        OR new.fit IS DISTINCT FROM old.fit OR new.tier IS DISTINCT FROM old.tier
    UNION ALL
    SELECT object, n, points, NULL, tier, NULL, true FROM warehouse.score_values WHERE score = $1 AND object <> $2
"""
