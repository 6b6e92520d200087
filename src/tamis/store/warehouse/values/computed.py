"""Computes scores and sets their values aside, before anything is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tamis.definitions import Score, Segment
from tamis.engine.instants import at_instant
from tamis.store.warehouse.values.differing import SOME
from tamis.store.warehouse.values.plans import Plans

if TYPE_CHECKING:
    from tamis.compile.catalog import Catalog
    from tamis.store.warehouse.warehouse import Warehouse


def compute_values(
    warehouse: Warehouse,
    scores: Sequence[Score],
    segments: Mapping[str, Segment],
    as_of: int,
    *,
    plans: Plans | None = None,
    catalog: Catalog | None = None,
    is_some: bool = False,
) -> None:
    """Computes scores of one object in one pass, as of an instant (microseconds since the epoch, UTC).

    The rows go into the temporary table `computed`, in place of what it held: one a record and score. `plans` keeps
    the SQL for the next time, `catalog` is the warehouse's, where it was read already. `is_some`: only of the records
    of the temporary table `targets`.
    """
    text = (plans or Plans()).sql(scores, segments, catalog or warehouse.catalog())
    chosen = f" WHERE n IN ({SOME})" if is_some else ""
    warehouse.engine.sql(f"CREATE OR REPLACE TEMP TABLE computed_wide AS FROM ({at_instant(text, as_of)}){chosen}")
    warehouse.engine.sql(_COMPUTED)
    for i, score in enumerate(scores):
        columns = f"n, points_{i}, fit_{i}, engagement_{i}, tier_{i}"
        warehouse.engine.sql(
            f"INSERT INTO temp.computed SELECT ?, ?, {columns} FROM temp.computed_wide", [score.key, score.object]
        )
    warehouse.engine.sql("DROP TABLE temp.computed_wide")


def keep_computed(warehouse: Warehouse, scores: Sequence[Score], rows: Sequence[Mapping[str, Any]]) -> None:
    """The same with rows that were computed elsewhere, as `computed_table` names their columns."""
    warehouse.engine.sql(_COMPUTED)
    numbers = [row["n"] for row in rows]
    for i, score in enumerate(scores):
        columns = [[row[f"{name}_{i}"] for row in rows] for name in ("points", "fit", "engagement", "tier")]
        warehouse.engine.sql(
            "INSERT INTO temp.computed SELECT ?, ?, unnest(?::INTEGER[]), unnest(?::BIGINT[]), unnest(?::BIGINT[]),"
            " unnest(?::BIGINT[]), unnest(?::VARCHAR[])",
            [score.key, score.object, numbers, *columns],
        )


def choose_targets(warehouse: Warehouse, table: str, records: Sequence[int]) -> None:
    """Puts the numbers of the records that are computed into the temporary table `targets`: of a range, those that are
    in the table of their object."""
    if isinstance(records, range):
        chosen = f"SELECT n FROM warehouse.{table} WHERE n >= ? AND n < ?"
        params: list[object] = [records.start, records.stop]
    else:
        chosen, params = "SELECT unnest(?::INTEGER[]) AS n", [list(records)]
    warehouse.engine.sql(f"CREATE OR REPLACE TEMP TABLE targets AS {chosen}", params)


_COMPUTED = (
    "CREATE OR REPLACE TEMP TABLE computed"
    " (score VARCHAR, object VARCHAR, n INTEGER, points BIGINT, fit BIGINT, engagement BIGINT, tier VARCHAR)"
)
