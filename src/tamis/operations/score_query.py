"""The SQL of all scores of a call. A room of its own, because importing Ibis takes a third of a second."""

from __future__ import annotations

from tamis.compile.catalog import Catalog
from tamis.compile.score import compile_scores
from tamis.engine.sql import duckdb_sql
from tamis.operations.call import Call
from tamis.operations.kept_queries import ScoreQuery


def score_query(call: Call, catalog: Catalog, instant: int) -> ScoreQuery:
    """The query for an instant in microseconds since the epoch, UTC; or for any (`ANY_INSTANT`)."""
    scores = compile_scores(call.scores, call.segments, catalog)
    columns = {name: kind.is_integer() for name, kind in scores.schema().items() if name != "id"}
    return ScoreQuery(duckdb_sql(scores, instant), columns)
