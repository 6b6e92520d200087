"""Computes scores and sets their values aside, before anything is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tamis.definitions import Score, Segment
from tamis.engine.instants import at_instant
from tamis.store.warehouse.sql import literal
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

    The rows go where `computed` shows them, in place of what it held: one a record and score. `plans` keeps
    the SQL for the next time, `catalog` is the warehouse's, where it was read already. `is_some`: only of the records
    of the temporary table `targets`.
    """
    text = (plans or Plans()).sql(scores, segments, catalog or warehouse.catalog())
    chosen = f" WHERE n IN ({SOME})" if is_some else ""
    warehouse.engine.sql(f"CREATE OR REPLACE TEMP TABLE computed_wide AS FROM ({at_instant(text, as_of)}){chosen}")
    _show_wide(warehouse, scores)


def show_computed(warehouse: Warehouse, scores: Sequence[Score], rows: Sequence[Mapping[str, Any]]) -> None:
    """The same with rows that were computed elsewhere, as `computed_table` names their columns. A few are said in the
    view, which takes less time than a table of them."""
    if len(rows) * len(scores) > _MOST_SAID:
        _keep_wide(warehouse, len(scores), rows)
        _show_wide(warehouse, scores)
        return
    types = {"n": "INTEGER", **_VALUES}
    selected = []
    for i, score in enumerate(scores):
        values = (
            "(" + ", ".join(_said(row["n" if name == "n" else f"{name}_{i}"]) for name in types) + ")" for row in rows
        )
        columns = ", ".join(f"{name}::{type} AS {name}" for name, type in types.items())
        listed = f"(VALUES {', '.join(values)}) AS t({', '.join(types)})" if rows else f"({_NOBODY})"
        selected.append(_of_score(score, columns, listed))
    _show(warehouse, selected)


def _keep_wide(warehouse: Warehouse, scores: int, rows: Sequence[Mapping[str, Any]]) -> None:
    types = {"n": "INTEGER"} | {f"{name}_{i}": type for i in range(scores) for name, type in _VALUES.items()}
    columns = ", ".join(f"unnest(?::{type}[]) AS {name}" for name, type in types.items())
    warehouse.engine.sql(
        f"CREATE OR REPLACE TEMP TABLE computed_wide AS SELECT {columns}",
        [[row[name] for row in rows] for name in types],
    )


def _said(value: int | str | None) -> str:
    return "NULL" if value is None else literal(value) if isinstance(value, str) else f"{value:d}"


def _show_wide(warehouse: Warehouse, scores: Sequence[Score]) -> None:
    """A row a record and score, without a copy of the rows of a record."""
    shown = [
        _of_score(score, ", ".join(["n", *(f"{name}_{i} AS {name}" for name in _VALUES)]), "temp.computed_wide")
        for i, score in enumerate(scores)
    ]
    _show(warehouse, shown)


def _of_score(score: Score, columns: str, table: str) -> str:
    return f"SELECT {literal(score.key)} AS score, {literal(score.object)} AS object, {columns} FROM {table}"


def _show(warehouse: Warehouse, selected: Sequence[str]) -> None:
    warehouse.engine.sql(f"CREATE OR REPLACE TEMP VIEW computed AS {' UNION ALL '.join(selected)}")


def choose_targets(warehouse: Warehouse, table: str, records: Sequence[int]) -> None:
    """Puts the numbers of the records that are computed into the temporary table `targets`: of a range, those that are
    in the table of their object."""
    if isinstance(records, range):
        chosen = f"SELECT n FROM warehouse.{table} WHERE n >= ? AND n < ?"
        params: list[object] = [records.start, records.stop]
    else:
        chosen, params = "SELECT unnest(?::INTEGER[]) AS n", [list(records)]
    warehouse.engine.sql(f"CREATE OR REPLACE TEMP TABLE targets AS {chosen}", params)


# Each score is looked up in what is said of all: a hundred records took 1.1 s with twenty scores, and 0.25 by a table.
_MOST_SAID = 8
_VALUES = {"points": "BIGINT", "fit": "BIGINT", "engagement": "BIGINT", "tier": "VARCHAR"}
_NOBODY = f"SELECT {', '.join(f'NULL AS {name}' for name in ('n', *_VALUES))} WHERE false"
