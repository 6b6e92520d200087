"""Values of rule scores as of each landmark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tamis.compile.catalog import Catalog
from tamis.compile.features.points import CHOSEN_EVENTS, CHOSEN_RECORDS, compile_points, looks_at_itself, names_scores
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
        # Each landmark has its own few records, and nothing need be computed of the others.
        self._of_chosen = looks_at_itself(scores, segments)
        self._records = catalog.objects[scores[0].object].table
        points = compile_points(scores, segments, catalog, of_chosen=self._of_chosen)
        self._query = Query(duckdb_sql(points, ANY_INSTANT), {})
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
        if self._of_chosen:
            self._choose(landmark)
        found = self._engine.sql(
            f"SELECT * FROM ({self._query.at(landmark)}) WHERE n IN (SELECT n FROM feature_chosen)"
        ).fetchnumpy()
        order = np.argsort(np.asarray(found["n"]), kind="stable")
        told = order[np.searchsorted(np.asarray(found["n"])[order], records)]
        for i in range(len(self.features)):
            out[i, places] = np.ma.filled(np.ma.asarray(found[f"points_{i}"]).astype(np.float64), np.nan)[told] / 1e6

    def _choose(self, landmark: int) -> None:
        chosen = "CREATE OR REPLACE TEMP TABLE {} AS SELECT * FROM {} WHERE {} IN (SELECT n FROM feature_chosen)"
        self._engine.sql(chosen.format(CHOSEN_RECORDS, self._records, "n"))
        self._engine.sql(f"{chosen.format(CHOSEN_EVENTS, 'events', 'contact')} AND occurred_at <= ?", [landmark])


def points(
    engine: DuckDBEngine,
    catalog: Catalog,
    object_type: str,
    scores: Sequence[Score],
    segments: Mapping[str, Segment],
) -> list[Points]:
    """Of the scores that are of the object: those that look from one contact to another apart from the others, which
    take a fraction of the time. Scores that name each other stay together."""
    fitting = [score for score in scores if score.object == object_type]
    groups = [fitting]
    if fitting and not names_scores(fitting, segments):
        alone = [score for score in fitting if looks_at_itself([score], segments)]
        groups = [alone, [score for score in fitting if score not in alone]]
    return [Points(engine, catalog, group, segments) for group in groups if group]
