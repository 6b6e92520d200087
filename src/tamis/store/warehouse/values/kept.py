"""Keeps the values of published scores, and a row of history for each that changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tamis.definitions import Score
from tamis.store.warehouse.values.differing import CHANGED, among, compare_some, compare_values

if TYPE_CHECKING:
    from tamis.compile.catalog import Catalog
    from tamis.store.warehouse.warehouse import Warehouse

#: `points`, `fit` and `engagement` are whole millionths, null outside the population; `fit` and `engagement` are null
#: too where the score has one category. `before` and `after` are values of `points`; `noted` is the last `after` that
#: the history has. Instants are microseconds since the epoch, UTC. Rows of the history are never changed, and `rowid`
#: is the order in which they were written.
VALUES_DDL: tuple[str, ...] = (
    """
    CREATE TABLE warehouse.score_values (
        score VARCHAR, object VARCHAR, n INTEGER, points BIGINT, fit BIGINT, engagement BIGINT, tier VARCHAR,
        version INTEGER, "at" BIGINT, noted BIGINT)
    """,
    """
    CREATE TABLE warehouse.score_history (
        score VARCHAR, object VARCHAR, n INTEGER, "at" BIGINT, version INTEGER, before BIGINT, after BIGINT,
        tier_before VARCHAR, tier_after VARCHAR, cause VARCHAR, detail VARCHAR)
    """,
)
#: The cause of what nothing but the passing of time changes: decay, windows, dates.
TIME = "time"
_POINT = 1_000_000
# What time does to a value between two looks at it, whatever else happened: less than this is not told apart.
_LITTLE = _POINT // 100


def keep_values(warehouse: Warehouse, score: str, *, version: int, as_of: int, cause: str, detail: str = "") -> int:
    """Puts the computed values of a score in the place of the kept ones, and a row into the history for each record
    whose value or tier changed; gives the number of those. All of it happens, or nothing.

    `cause` is publish, import, rescore, merge, unmerge or time; `as_of` is the instant that the values were computed
    for. What time changes comes into the history as soon as it is a whole point, or another tier: else a point that
    decays over a month would have a row a minute.
    """
    compare_values(warehouse, score)
    notable = _notable(_POINT if cause == TIME else 0)
    found = _counted(warehouse, notable)
    with warehouse.transaction():
        if not found.differing:
            warehouse.engine.sql(_TOUCH, [version, as_of, score])
            return 0
        _remember(warehouse, found, notable, [score, as_of, version, cause, detail])
        forget_values(warehouse, score)
        warehouse.engine.sql(_REPLACE.format(notable), [score, as_of, version])
    return found.notable


def keep_some_values(
    warehouse: Warehouse, score: Score, records: Sequence[int], *, version: int, as_of: int, cause: str
) -> int:
    """The same for the records of these numbers only, which were computed because of what `temp.causes` says;
    those that are not in there, because of `cause`. To be called inside a transaction.

    Less than a hundredth of a point comes into the history with the next change: it is time's, since the last look.
    """
    chosen = among(records)
    compare_some(warehouse, score.key, score.object, chosen)
    notable = _notable(_POINT if cause == TIME else _LITTLE)
    found = _counted(warehouse, notable)
    _remember(warehouse, found, notable, [score.key, as_of, version, cause, ""], is_caused=True)
    warehouse.engine.sql(_FORGET_SOME.format(chosen), [score.key, score.object])
    warehouse.engine.sql(_REPLACE.format(notable), [score.key, as_of, version])
    return found.notable


@dataclass(frozen=True)
class _Counted:
    """Of the rows of `compared`: how many differ, how many the history keeps, and how many of these time had moved."""

    differing: int
    notable: int
    drifted: int


def _counted(warehouse: Warehouse, notable: str) -> _Counted:
    [counts] = warehouse.rows(_COUNTED.format(notable))
    return _Counted(*counts)


def _remember(
    warehouse: Warehouse, found: _Counted, notable: str, said: Sequence[object], *, is_caused: bool = False
) -> None:
    """Writes the history of `compared`; `said` is the score, the instant, the version, the cause and the detail.

    `is_caused`: `temp.causes` knows better of some.
    """
    *named, cause, _ = said
    if cause == TIME:
        if found.notable:
            warehouse.engine.sql(_REMEMBER_TIME.format(notable), [*named, TIME])
        return
    # So that the rows of a record add up to its value; written first, since their order is that of the history.
    if found.drifted:
        warehouse.engine.sql(_REMEMBER_DRIFT.format(notable), [*named, TIME])
    if found.notable:
        warehouse.engine.sql((_REMEMBER_CAUSED if is_caused else _REMEMBER).format(notable), list(said))


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


# What time did since the history spoke last is its own row, or goes with what happened where it is next to nothing.
_DRIFTED = f"(abs(before - noted) >= {_LITTLE} OR (before IS NULL) <> (noted IS NULL))"

_COUNTED = f"""
    SELECT count(*) FILTER (differs), count(*) FILTER ({{0}}), count(*) FILTER (({{0}}) AND {_DRIFTED})
    FROM temp.compared
"""

_BEFORE = f"CASE WHEN {_DRIFTED} THEN before ELSE noted END"

_REMEMBER = f"""
    INSERT INTO warehouse.score_history
    SELECT $1, object, n, $2, $3, {_BEFORE}, after, tier_before, tier_after, $4, $5 FROM temp.compared WHERE {{}}
"""

_REMEMBER_CAUSED = f"""
    INSERT INTO warehouse.score_history
    SELECT $1, object, n, $2, $3, {_BEFORE}, after, tier_before, tier_after,
        coalesce(c.cause, $4), coalesce(c.detail, $5)
    FROM temp.compared LEFT JOIN temp.causes AS c USING (object, n) WHERE {{}}
"""

_REMEMBER_DRIFT = f"""
    INSERT INTO warehouse.score_history
    SELECT $1, object, n, $2, $3, noted, before, tier_before, tier_before, $4, ''
    FROM temp.compared WHERE ({{}}) AND {_DRIFTED}
"""

_REMEMBER_TIME = """
    INSERT INTO warehouse.score_history
    SELECT $1, object, n, $2, $3, noted, after, tier_before, tier_after, $4, '' FROM temp.compared WHERE {}
"""


def _notable(least: int) -> str:
    """SQL of whether a row of `compared` is a change that the history keeps: of so many millionths, or of the tier."""
    return f"""
        (({CHANGED}) AND (tier_before IS DISTINCT FROM tier_after OR (after IS NULL) <> (noted IS NULL)
            OR abs(after - noted) >= {least}))
    """


# Where all stay as they are, writing them again takes ten times as long.
_TOUCH = 'UPDATE warehouse.score_values SET version = ?, "at" = ? WHERE score = ?'

_FORGET_SOME = "DELETE FROM warehouse.score_values WHERE score = ? AND object = ? AND {}"

# Deleted and inserted, a million rows take half the time of an update. What vanished stays, without a value.
_REPLACE = """
    INSERT INTO warehouse.score_values
    SELECT $1, object, n, after, fit, engagement, tier_after, $3, $2,
        CASE WHEN vanished THEN NULL WHEN is_new OR {} THEN after ELSE noted END
    FROM temp.compared
"""
