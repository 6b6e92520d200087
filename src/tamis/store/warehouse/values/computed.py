"""Computes scores and sets their values aside, before anything is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tamis.definitions import Score, Segment
from tamis.store.warehouse.values.plans import Plans

if TYPE_CHECKING:
    from tamis.store.warehouse.warehouse import Warehouse


def compute_values(
    warehouse: Warehouse,
    scores: Sequence[Score],
    segments: Mapping[str, Segment],
    as_of: int,
    *,
    plans: Plans | None = None,
) -> None:
    """Computes scores of one object in one pass, as of an instant (microseconds since the epoch, UTC).

    The rows go into the temporary table `computed`, in place of what it held: one a record and score. `plans` keeps
    the SQL for the next time.
    """
    wide = Plans.at((plans or Plans()).sql(scores, segments, warehouse.catalog()), str(as_of))
    warehouse.engine.sql(f"CREATE OR REPLACE TEMP TABLE computed_wide AS {wide}")
    spread_computed(warehouse, scores, "temp.computed_wide")
    warehouse.engine.sql("DROP TABLE temp.computed_wide")


def spread_computed(warehouse: Warehouse, scores: Sequence[Score], wide: str) -> None:
    """Makes `computed` of a table with a row a record, and columns for each of the scores."""
    warehouse.engine.sql(_COMPUTED)
    for i, score in enumerate(scores):
        columns = f"n, points_{i}, fit_{i}, engagement_{i}, tier_{i}"
        warehouse.engine.sql(f"INSERT INTO temp.computed SELECT ?, ?, {columns} FROM {wide}", [score.key, score.object])


_COMPUTED = (
    "CREATE OR REPLACE TEMP TABLE computed"
    " (score VARCHAR, object VARCHAR, n INTEGER, points BIGINT, fit BIGINT, engagement BIGINT, tier VARCHAR)"
)
