"""What rule scores were worth at an instant, by the number of the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis.expr.types as ir

from tamis.compile.catalog import Catalog
from tamis.compile.frame import Frame
from tamis.compile.scope import new_scope
from tamis.compile.score import plan_score
from tamis.definitions import Score, Segment


def compile_points(scores: Sequence[Score], segments: Mapping[str, Segment], catalog: Catalog) -> ir.Table:
    """One row a record: `n`, and of the score at each place i `points_i` (whole millionths; null outside its
    population). The scores are of one object; the instant is a parameter (`AS_OF`)."""
    frame = Frame(new_scope({score.key: score for score in scores}, segments, catalog), scores[0].object)
    totals = [plan_score(score, frame).total for score in scores]
    table = frame.table()
    return table.select("n", **{f"points_{i}": total(table) for i, total in enumerate(totals)})
