"""Keeps the values of published scores, and a row of history for each that changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tamis.definitions import Score
from tamis.store.warehouse.sql import literal
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
    said = _Said({score: version}, as_of, cause, detail)
    notable = _notable(_POINT if cause == TIME else 0)
    found = _counted(warehouse, notable).get(score, _Counted())
    with warehouse.transaction():
        if not found.differing:
            warehouse.engine.sql(_TOUCH, [version, as_of, score])
            return 0
        _remember(warehouse, found, notable, said)
        forget_values(warehouse, score)
        _write(warehouse, notable, said)
    return found.notable


def keep_some_values(
    warehouse: Warehouse,
    scores: Sequence[Score],
    records: Sequence[int],
    *,
    versions: Mapping[str, int],
    as_of: int,
    cause: str,
) -> Mapping[str, int]:
    """The same for several scores of one object, at once, and the records of these numbers only, which were computed
    because of what `temp.causes` says; those that are not in there, because of `cause`. Gives the numbers by score. To
    be called inside a transaction.

    Less than a hundredth of a point comes into the history with the next change: it is time's, since the last look.
    """
    keys, object, chosen = [score.key for score in scores], scores[0].object, among(records)
    compare_some(warehouse, keys, object, chosen)
    said = _Said({key: versions[key] for key in keys}, as_of, cause)
    notable = _notable(_POINT if cause == TIME else _LITTLE)
    found = _counted(warehouse, notable)
    _remember(warehouse, sum(found.values(), _Counted()), notable, said, is_caused=True)
    listed = ", ".join(map(literal, keys))
    warehouse.engine.sql(
        f"DELETE FROM warehouse.score_values WHERE score IN ({listed}) AND object = ? AND {chosen}", [object]
    )
    _write(warehouse, notable, said)
    return {key: found.get(key, _Counted()).notable for key in keys}


@dataclass(frozen=True)
class _Said:
    """What the rows of `compared` were computed with: the versions of the scores, the instant, the cause."""

    versions: Mapping[str, int]
    as_of: int
    cause: str
    detail: str = ""

    @property
    def version(self) -> str:
        """The version of a row, as SQL."""
        several = " ".join(f"WHEN {literal(key)} THEN {version:d}" for key, version in self.versions.items())
        return f"{next(iter(self.versions.values())):d}" if len(self.versions) == 1 else f"CASE score {several} END"


@dataclass(frozen=True)
class _Counted:
    """Of the rows of `compared`: how many differ, how many the history keeps, and how many of these time had moved."""

    differing: int = 0
    notable: int = 0
    drifted: int = 0

    def __add__(self, other: _Counted) -> _Counted:
        return _Counted(self.differing + other.differing, self.notable + other.notable, self.drifted + other.drifted)


def _counted(warehouse: Warehouse, notable: str) -> dict[str, _Counted]:
    """By score, of those of which there are rows."""
    return {score: _Counted(*counts) for score, *counts in warehouse.rows(_COUNTED.format(notable))}


def _remember(warehouse: Warehouse, found: _Counted, notable: str, said: _Said, *, is_caused: bool = False) -> None:
    """Writes the history of `compared`. `is_caused`: `temp.causes` knows better of some."""

    def write(statement: str, *causes: str) -> None:
        warehouse.engine.sql(statement.format(notable=notable, version=said.version), [said.as_of, *causes])

    if said.cause == TIME:
        if found.notable:
            write(_REMEMBER_TIME, TIME)
        return
    # So that the rows of a record add up to its value; written first, since their order is that of the history.
    if found.drifted:
        write(_REMEMBER_DRIFT, TIME)
    if found.notable:
        write(_REMEMBER_CAUSED if is_caused else _REMEMBER, said.cause, said.detail)


def _write(warehouse: Warehouse, notable: str, said: _Said) -> None:
    warehouse.engine.sql(_REPLACE.format(notable=notable, version=said.version), [said.as_of])


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
    SELECT score, count(*) FILTER (differs), count(*) FILTER ({{0}}), count(*) FILTER (({{0}}) AND {_DRIFTED})
    FROM temp.compared GROUP BY score
"""

_BEFORE = f"CASE WHEN {_DRIFTED} THEN before ELSE noted END"

_REMEMBER = f"""
    INSERT INTO warehouse.score_history
    SELECT score, object, n, $1, {{version}}, {_BEFORE}, after, tier_before, tier_after, $2, $3
    FROM temp.compared WHERE {{notable}}
"""

_REMEMBER_CAUSED = f"""
    INSERT INTO warehouse.score_history
    SELECT score, object, n, $1, {{version}}, {_BEFORE}, after, tier_before, tier_after,
        coalesce(c.cause, $2), coalesce(c.detail, $3)
    FROM temp.compared LEFT JOIN temp.causes AS c USING (object, n) WHERE {{notable}}
"""

_REMEMBER_DRIFT = f"""
    INSERT INTO warehouse.score_history
    SELECT score, object, n, $1, {{version}}, noted, before, tier_before, tier_before, $2, ''
    FROM temp.compared WHERE ({{notable}}) AND {_DRIFTED}
"""

_REMEMBER_TIME = """
    INSERT INTO warehouse.score_history
    SELECT score, object, n, $1, {version}, noted, after, tier_before, tier_after, $2, ''
    FROM temp.compared WHERE {notable}
"""


def _notable(least: int) -> str:
    """SQL of whether a row of `compared` is a change that the history keeps: of so many millionths, or of the tier."""
    return f"""
        (({CHANGED}) AND (tier_before IS DISTINCT FROM tier_after OR (after IS NULL) <> (noted IS NULL)
            OR abs(after - noted) >= {least}))
    """


# Where all stay as they are, writing them again takes ten times as long.
_TOUCH = 'UPDATE warehouse.score_values SET version = ?, "at" = ? WHERE score = ?'

# Deleted and inserted, a million rows take half the time of an update. What vanished stays, without a value.
_REPLACE = """
    INSERT INTO warehouse.score_values
    SELECT score, object, n, after, fit, engagement, tier_after, {version}, $1,
        CASE WHEN vanished THEN NULL WHEN is_new OR {notable} THEN after ELSE noted END
    FROM temp.compared
"""
