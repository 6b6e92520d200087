"""Values of rule scores as of each landmark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tamis.compile.catalog import Catalog
from tamis.compile.features.points import compile_points
from tamis.definitions import Score, Segment
from tamis.engine import DuckDBEngine
from tamis.engine.instants import ANY_INSTANT
from tamis.engine.query import Query
from tamis.engine.sql import duckdb_sql
from tamis.predict.feature import Feature, Kind
from tamis.predict.features.rows import Rows

#: A score is computed once for each different landmark; with more of them than this, scores are left out.
MOST_LANDMARKS = 200


class Points:
    """The totals of some scores of one object."""

    def __init__(
        self, engine: DuckDBEngine, catalog: Catalog, scores: Sequence[Score], segments: Mapping[str, Segment]
    ) -> None:
        self._engine = engine
        self._query = Query(duckdb_sql(compile_points(scores, segments, catalog), ANY_INSTANT), {})
        self.features = tuple(
            Feature(f"score:{s.key}", Kind.NUMBER, "scores", s.key, f"points of {s.label or s.key}", "points")
            for s in scores
        )

    def fill(self, rows: Rows, out: NDArray[np.float32]) -> None:
        """Writes the points of each score (first axis) for each row; NaN outside its population, and everywhere if
        there are too many landmarks."""
        out[:] = np.nan
        landmarks = np.unique(rows.at)
        if len(landmarks) > MOST_LANDMARKS:
            return
        for landmark in landmarks:
            places = np.flatnonzero(rows.at == landmark)
            self._fill_one(int(landmark), rows.record[places], places, out)

    def _fill_one(
        self, landmark: int, records: NDArray[np.int64], places: NDArray[np.int64], out: NDArray[np.float32]
    ) -> None:
        self._engine.choose("feature_chosen", records.tolist())
        found = self._engine.sql(
            f"SELECT * FROM ({self._query.at(landmark)}) WHERE n IN (SELECT n FROM feature_chosen)"
        ).fetchnumpy()
        order = np.argsort(records, kind="stable")
        at = places[order[np.searchsorted(records[order], np.asarray(found["n"]))]]
        for i in range(len(self.features)):
            out[i, at] = np.ma.filled(np.ma.asarray(found[f"points_{i}"]).astype(np.float64), np.nan) / 1e6


def points(
    engine: DuckDBEngine,
    catalog: Catalog,
    object_type: str,
    scores: Sequence[Score],
    segments: Mapping[str, Segment],
) -> Points | None:
    """Of the scores that are of the object, if any is."""
    fitting = [score for score in scores if score.object == object_type]
    return Points(engine, catalog, fitting, segments) if fitting else None
