"""The SQL of all scores of a call. A room of its own, because importing Ibis takes a third of a second."""

from __future__ import annotations

from tamis.compile.score import compile_scores
from tamis.connectors.files import LoadedFolder
from tamis.engine.sql import duckdb_sql
from tamis.operations.call import Call


def score_query(call: Call, loaded: LoadedFolder, instant: int) -> tuple[str, dict[str, bool]]:
    """The SQL, and the columns after `id`: whether each holds points (whole millionths), or else a tier.

    `instant` is in microseconds since the epoch, UTC.
    """
    scores = compile_scores(call.scores, call.segments, loaded.catalog)
    return duckdb_sql(scores, instant), {
        name: kind.is_integer() for name, kind in scores.schema().items() if name != "id"
    }
