"""Keeps what a model said of all records, and a row of history for each that moved.

Of a million records nothing goes row by row: batches come as Arrow tables, and SQL does the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from tamis.store.warehouse.warehouse import Warehouse

#: The priority of those that reached the goal.
CLOSED_WON = "closed won"
#: A likelihood that moved by less (percentage points) since the history told of it is no row of it, unless its priority
#: did.
_NOTABLE = 1.0


@dataclass(frozen=True)
class Saying:
    """Who says it: a version of a model of the records of an object, as of an instant (microseconds since the epoch,
    UTC). `cause` is predict, or publish where the version is new."""

    model: str
    object: str
    version: int
    at: int
    cause: str = "predict"


@dataclass(frozen=True)
class Changed:
    """What keeping them came to: how many records have a row now, how many of them a likelihood, of how many the
    history has a row more, and how many of these had a likelihood and have none now."""

    records: int
    open: int
    changed: int
    cleared: int


class Predictions:
    """What a model said, set aside until all of it is known."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._connection = warehouse.engine.connection
        warehouse.engine.sql(f"CREATE OR REPLACE TEMP TABLE predicted ({_PREDICTED})")
        warehouse.engine.sql(f"CREATE OR REPLACE TEMP TABLE predicted_priorities ({_PRIORITIES})")

    def add(self, batch: pa.Table) -> None:
        """Records with a likelihood: `n`, `log_odds`, `likelihood`, `low`, `high` (percent, 0–100) and `reasons`."""
        self._take(batch, "predicted")

    def prioritise(self, priorities: pa.Table) -> None:
        """Every record that is to have a row: `n` and `priority` (none: neither open nor at the goal)."""
        self._take(priorities, "predicted_priorities")

    def _take(self, table: pa.Table, into: str) -> None:
        self._connection.register("taken_predictions", table)
        try:
            self._connection.execute(f"INSERT INTO temp.{into} BY NAME FROM taken_predictions")
        finally:
            self._connection.unregister("taken_predictions")


@contextmanager
def predictions(warehouse: Warehouse) -> Iterator[Predictions]:
    """A place for predictions, empty at first and gone at the end."""
    made = Predictions(warehouse)
    try:
        yield made
    finally:
        for table in ("predicted", "predicted_priorities", "compared_likelihoods"):
            warehouse.engine.sql(f"DROP TABLE IF EXISTS temp.{table}")


def keep_likelihoods(warehouse: Warehouse, said: Saying) -> Changed:
    """Puts what is set aside in the place of what the model said before, and a row into the history for each record
    whose priority changed, whose likelihood moved by a percentage point or more since its last row, or that has none
    any more. All of it happens, or nothing; a record that was erased or merged meanwhile is left out.
    """
    number = warehouse.objects()[said.object]
    with warehouse.transaction():
        warehouse.engine.sql(_COMPARE.format(records=f"warehouse.records_{number}"), [said.model])
        counted = warehouse.rows(_COUNT)[0]
        warehouse.engine.sql(_REMEMBER, [said.model, said.object, said.at, said.version, said.cause])
        warehouse.engine.sql("DELETE FROM warehouse.likelihoods WHERE model = ?", [said.model])
        warehouse.engine.sql(_KEEP, [said.model, said.object, said.version, said.at])
    # Whoever was erased between the beginning and the end of that stood in what it had read.
    gone = f"model = ? AND n NOT IN (SELECT n FROM warehouse.records_{number})"
    warehouse.engine.sql(f"DELETE FROM warehouse.likelihoods WHERE {gone}", [said.model])
    warehouse.engine.sql(f'DELETE FROM warehouse.likelihood_history WHERE {gone} AND "at" = ?', [said.model, said.at])
    return Changed(*counted)


_PREDICTED = "n INTEGER, log_odds DOUBLE, likelihood DOUBLE, low DOUBLE, high DOUBLE, reasons VARCHAR"
_PRIORITIES = "n INTEGER, priority VARCHAR"

# What vanished (it left the segment) has no row any more; what was erased has none of either kind.
_COMPARE = """
    CREATE OR REPLACE TEMP TABLE compared_likelihoods AS
    SELECT coalesce(new.n, old.n) AS n, new.n IS NULL AS has_vanished,
        old.likelihood AS before, old."at" AS before_at, old.priority AS priority_before, old.version AS old_version,
        old.noted,
        new.likelihood AS after, new.priority AS priority_after
    FROM (
        SELECT n, likelihood, priority FROM temp.predicted_priorities LEFT JOIN temp.predicted USING (n)
        SEMI JOIN {records} AS r USING (n)
    ) AS new
    FULL JOIN (SELECT n, likelihood, "at", priority, version, noted FROM warehouse.likelihoods WHERE model = $1) AS old
        ON new.n = old.n
"""

_MOVED = f"""(
    priority_before IS DISTINCT FROM priority_after OR (noted IS NULL) <> (after IS NULL)
    OR abs(after - noted) >= {_NOTABLE}
)"""

_COUNT = f"""
    SELECT count(*) FILTER (NOT has_vanished), count(after), count(*) FILTER ({_MOVED}),
        count(*) FILTER (before IS NOT NULL AND after IS NULL)
    FROM temp.compared_likelihoods
"""

_REMEMBER = f"""
    INSERT INTO warehouse.likelihood_history
    SELECT $1, $2, n, $3, $4, noted, after, priority_before, priority_after,
        CASE WHEN priority_after = '{CLOSED_WON}' THEN 'reached' ELSE $5 END
    FROM temp.compared_likelihoods WHERE {_MOVED}
"""

# What another version said is no likelihood that this one's could have moved from.
_KEEP = f"""
    INSERT INTO warehouse.likelihoods
    SELECT $1, $2, n, p.log_odds, p.likelihood, p.low, p.high, c.priority_after, $3, $4,
        CASE WHEN c.old_version = $3 THEN c.before END, CASE WHEN c.old_version = $3 THEN c.before_at END, p.reasons,
        CASE WHEN {_MOVED} THEN c.after ELSE c.noted END
    FROM temp.compared_likelihoods AS c LEFT JOIN temp.predicted AS p USING (n) WHERE NOT c.has_vanished
"""
