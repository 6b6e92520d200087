"""Keeps the values of published scores, and a row of history for each that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tamis.definitions import Score
from tamis.store.warehouse.values.differing import CHANGED, compare_values

if TYPE_CHECKING:
    from tamis.compile.catalog import Catalog
    from tamis.store.warehouse.warehouse import Warehouse

#: `points`, `fit` and `engagement` are whole millionths, null outside the population; `fit` and `engagement` are null
#: too where the score has one category. `before` and `after` are values of `points`. Instants are microseconds since
#: the epoch, UTC. Rows of the history are never changed, and `rowid` is the order in which they were written.
VALUES_DDL: tuple[str, ...] = (
    """
    CREATE TABLE warehouse.score_values (
        score VARCHAR, object VARCHAR, n INTEGER, points BIGINT, fit BIGINT, engagement BIGINT, tier VARCHAR,
        version INTEGER, "at" BIGINT)
    """,
    """
    CREATE TABLE warehouse.score_history (
        score VARCHAR, object VARCHAR, n INTEGER, "at" BIGINT, version INTEGER, before BIGINT, after BIGINT,
        tier_before VARCHAR, tier_after VARCHAR, cause VARCHAR, detail VARCHAR)
    """,
)


def keep_values(warehouse: Warehouse, score: str, *, version: int, as_of: int, cause: str, detail: str = "") -> int:
    """Puts the computed values of a score in the place of the kept ones, and a row into the history for each record
    whose value or tier changed; gives the number of those. All of it happens, or nothing.

    `cause` is publish, import, rescore, merge or unmerge; `as_of` is the instant that the values were computed for.
    """
    compare_values(warehouse, score)
    differing = warehouse.one("SELECT count(*) FROM temp.differing")
    with warehouse.transaction():
        if not differing:
            warehouse.engine.sql(_TOUCH, [version, as_of, score])
            return 0
        changed = int(warehouse.one(_REMEMBER, [score, as_of, version, cause, detail]))
        forget_values(warehouse, score)
        warehouse.engine.sql(_REPLACE, [version, as_of, score])
        warehouse.engine.sql(_VANISHED, [score, version, as_of])
    return changed


def forget_values(warehouse: Warehouse, score: str) -> None:
    """Takes the values of a score away. Its history stays; if it is published again, each record begins anew."""
    warehouse.engine.sql("DELETE FROM warehouse.score_values WHERE score = ?", [score])


def values_query(
    score: Score, catalog: Catalog, *, values: str = "warehouse.score_values"
) -> tuple[str, dict[str, bool]]:
    """The kept values of every record as SQL, with the columns of `tamis score`; and of the columns after `id`, in
    order, whether each holds points (whole millionths), or else a tier.

    Of `temp.computed` as `values`: those that were computed last, and may never be kept.
    """
    kept = {score.key: "points"}
    if len(score.categories) > 1:
        kept |= {f"{score.key}_{category}": category for category in score.categories}
    if score.thresholds:
        kept[f"{score.key}_tier"] = "tier"
    columns = ", ".join(["r.id AS id", *(f'v.{column} AS "{name}"' for name, column in kept.items())])
    # A key is made of letters, digits and underscores (definitions.values.Key), so it needs no escaping.
    of_score = f"SELECT * FROM {values} WHERE score = '{score.key}' AND object = '{score.object}'"
    query = f"SELECT {columns} FROM {catalog.objects[score.object].table} r LEFT JOIN ({of_score}) v ON v.n = r.n"
    return query, {name: column != "tier" for name, column in kept.items()}


_REMEMBER = f"""
    INSERT INTO warehouse.score_history
    SELECT $1, object, n, $2, $3, before, after, tier_before, tier_after, $4, $5 FROM temp.differing WHERE {CHANGED}
"""

# Where all stay as they are, writing them again takes ten times as long.
_TOUCH = 'UPDATE warehouse.score_values SET version = ?, "at" = ? WHERE score = ?'

# Deleted and inserted, a million rows take half the time of an update.
_REPLACE = """
    INSERT INTO warehouse.score_values
    SELECT score, object, n, points, fit, engagement, tier, $1, $2 FROM temp.computed WHERE score = $3
"""

_VANISHED = """
    INSERT INTO warehouse.score_values
    SELECT $1, object, n, NULL, NULL, NULL, NULL, $2, $3 FROM temp.differing WHERE vanished
"""
