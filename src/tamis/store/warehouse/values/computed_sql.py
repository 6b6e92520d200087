"""The SQL of the values of several scores. A file of its own, because importing Ibis takes a third of a second."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis
import ibis.expr.types as ir

from tamis.compile.catalog import Catalog
from tamis.compile.expressions import Emit
from tamis.compile.frame import Frame
from tamis.compile.scope import new_scope
from tamis.compile.score import PlannedScore, plan_score
from tamis.definitions import Score, Segment
from tamis.definitions.score import CATEGORIES
from tamis.engine.query import Query
from tamis.engine.sql import duckdb_sql
from tamis.engine.writing import write_query


def computed_sql(scores: Sequence[Score], segments: Mapping[str, Segment], catalog: Catalog, as_of: int) -> str:
    """`computed_table` as a statement of DuckDB, for an instant (microseconds since the epoch, UTC)."""
    return duckdb_sql(computed_table(scores, segments, catalog), as_of)


def computed_query(scores: Sequence[Score], segments: Mapping[str, Segment], catalog: Catalog, dialect: str) -> Query:
    """`computed_table` in the words of an engine."""
    return write_query(computed_table(scores, segments, catalog), dialect)


def computed_table(scores: Sequence[Score], segments: Mapping[str, Segment], catalog: Catalog) -> ir.Table:
    """One row a record of the scored object: `n`, and for the score at each place i, beginning with 0, `points_i`,
    `fit_i` and `engagement_i` (null unless it has both), and `tier_i` (null without thresholds).

    Records go by number and not by id: to find a million of them by their ids again takes as long as a small score.
    """
    frame = Frame(new_scope({score.key: score for score in scores}, segments, catalog), scores[0].object)
    columns: dict[str, Emit] = {}
    for i, score in enumerate(scores):
        columns |= {f"{name}_{i}": emit for name, emit in _columns(plan_score(score, frame)).items()}
    table = frame.table()
    return table.select("n", **{name: emit(table) for name, emit in columns.items()})


def _columns(planned: PlannedScore) -> dict[str, Emit]:
    categories = planned.categories if len(planned.categories) > 1 else {}
    return {
        "points": planned.total,
        **{category: categories.get(category, _no_points) for category in CATEGORIES},
        "tier": planned.tier or _no_tier,
    }


def _no_points(_: object) -> ibis.Value:
    return ibis.null("int64")


def _no_tier(_: object) -> ibis.Value:
    return ibis.null("string")
