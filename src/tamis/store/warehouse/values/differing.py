"""The computed values of a score held against the kept ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tamis.store.warehouse.sql import literal

if TYPE_CHECKING:
    from tamis.store.warehouse.warehouse import Warehouse

#: Whether a row of `compared` is a change of value or tier.
CHANGED = "before IS DISTINCT FROM after OR tier_before IS DISTINCT FROM tier_after"
#: The numbers of the records that were computed, where these were not all of them.
SOME = "SELECT n FROM temp.targets"
#: The numbers of so few records are said in the statement, without a table of them.
FEW = 100


def compare_values(warehouse: Warehouse, score: str) -> None:
    """Puts every record that was computed, or has a kept row, into the temporary table `compared`: `object`, `score`,
    `n`, `before`, `after`, `tier_before`, `tier_after`, the computed `fit` and `engagement`, what the history says last
    (`noted`), whether it `is_new`, having no kept row, or `vanished` from what was computed, and whether its row
    `differs` from the kept one.

    Value and tier may be the same where it differs: where only the categories moved, or a record without a value is
    new. Raises ValueError if the score has values and was not computed.
    """
    objects = warehouse.rows("SELECT object FROM temp.computed WHERE score = ? LIMIT 1", [score])
    # Else every record would seem to have lost its value.
    if not objects and warehouse.one("SELECT EXISTS (FROM warehouse.score_values WHERE score = ?)", [score]):
        raise ValueError(f"{score} was not computed")
    [(computed,)] = objects or [(None,)]
    warehouse.engine.sql(_COMPARED.format(**_OF_ONE, among="") + _OF_ANOTHER_OBJECT, [computed, score])


def compare_computed(warehouse: Warehouse, score: str, before: str) -> None:
    """Puts every record that was computed into the same table, held against what another score gives it that was
    computed beside it: of the columns, `object`, `n` and the next four. Raises ValueError if either was not
    computed."""
    for key in (score, before):
        if not warehouse.one("SELECT EXISTS (FROM temp.computed WHERE score = ?)", [key]):
            raise ValueError(f"{key} was not computed")
    warehouse.engine.sql(_BOTH_COMPUTED, [score, before])


def compare_some(warehouse: Warehouse, scores: Sequence[str], object: str, among: str) -> None:
    """The same with the rows of several scores of one object, of which only some records were computed; `among` is SQL
    of whether `n` is one."""
    if len(scores) == 1:
        warehouse.engine.sql(_COMPARED.format(**_OF_ONE, among=f" AND {among}"), [object, *scores])
        return
    of_them = f"score IN ({', '.join(map(literal, scores))})"
    warehouse.engine.sql(_COMPARED.format(**_OF_SEVERAL, of_them=of_them, among=f" AND {among}"), [object])


def among(records: Sequence[int]) -> str:
    """SQL of whether `n` is one of the records of these numbers, many of which are in the temporary table `targets`."""
    if len(records) == 1:
        # Parts of the table that do not have it are passed over.
        return f"n = {records[0]:d}"
    if len(records) <= FEW:
        return f"n IN (SELECT unnest([{', '.join(f'{number:d}' for number in records)}]::INTEGER[]))"
    return f"n IN ({SOME})"


# One score is joined by the number alone, which takes two thirds of the time. The engagement needs no look: it is what
# of the points is not fit.
_COMPARED = """
    CREATE OR REPLACE TEMP TABLE compared AS
    SELECT
        $1::VARCHAR AS object, {score} AS score, coalesce(new.n, old.n) AS n, old.points AS before, new.points AS after,
        old.tier AS tier_before, new.tier AS tier_after, new.fit, new.engagement, old.noted,
        old.n IS NULL AS is_new, new.n IS NULL AS vanished,
        new.n IS NULL OR old.n IS NULL OR new.points IS DISTINCT FROM old.points
            OR new.fit IS DISTINCT FROM old.fit OR new.tier IS DISTINCT FROM old.tier AS differs
    FROM (SELECT score, n, points, fit, engagement, tier FROM temp.computed WHERE {of_them}) new
    FULL JOIN (
        SELECT score, n, points, fit, tier, noted FROM warehouse.score_values WHERE {of_them} AND object = $1{among}
    ) old ON new.n = old.n{of_same}
"""

_OF_ONE = {"score": "$2::VARCHAR", "of_them": "score = $2", "of_same": ""}
_OF_SEVERAL = {"score": "coalesce(new.score, old.score)", "of_same": " AND new.score = old.score"}

_BOTH_COMPUTED = """
    CREATE OR REPLACE TEMP TABLE compared AS
    SELECT
        new.object, n, old.points AS before, new.points AS after, old.tier AS tier_before, new.tier AS tier_after
    FROM (SELECT object, n, points, tier FROM temp.computed WHERE score = $1) new
    JOIN (SELECT n, points, tier FROM temp.computed WHERE score = $2) old USING (n)
"""

# Values of another object, which an earlier version of the score was of, have all vanished.
_OF_ANOTHER_OBJECT = """
    UNION ALL
    SELECT object, score, n, points, NULL, tier, NULL, NULL, NULL, noted, false, true, true
    FROM warehouse.score_values WHERE score = $2 AND object <> $1
"""
