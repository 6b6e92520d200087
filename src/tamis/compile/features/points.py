"""What rule scores were worth at an instant, by the number of the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis
import ibis.expr.types as ir

from tamis.compile.catalog import Catalog
from tamis.compile.frame import Frame
from tamis.compile.scope import new_scope
from tamis.compile.score import plan_score
from tamis.definitions import Score, Segment
from tamis.definitions.walk import CONTACT, needs

#: What stands for the records and events of all where only some records are asked for.
CHOSEN_RECORDS, CHOSEN_EVENTS = "feature_records", "feature_events"


def looks_at_itself(scores: Sequence[Score], segments: Mapping[str, Segment]) -> bool:
    """Whether what a contact's scores are worth depends on no other contact."""
    links = needs(scores, list(segments.values())).links
    is_own = not names_scores(scores, segments) and not any(to == CONTACT for _, to in links)
    return is_own and scores[0].object == CONTACT


def names_scores(scores: Sequence[Score], segments: Mapping[str, Segment]) -> bool:
    """Whether any condition that they reach is on a score."""
    return bool(needs(scores, list(segments.values())).scores)


def compile_points(
    scores: Sequence[Score], segments: Mapping[str, Segment], catalog: Catalog, *, of_chosen: bool
) -> ir.Table:
    """One row a record: `n`, and of the score at each place i `points_i` (whole millionths; null outside its
    population). The scores are of one object; the instant is a parameter (`AS_OF`).

    `of_chosen`: the records and events are those of `CHOSEN_RECORDS` and `CHOSEN_EVENTS`.
    """
    frame = Frame(new_scope({score.key: score for score in scores}, segments, catalog), scores[0].object)
    totals = [plan_score(score, frame).total for score in scores]
    table = frame.table()
    found = table.select("n", **{f"points_{i}": total(table) for i, total in enumerate(totals)})
    if not of_chosen:
        return found
    tables = frame.scope.tables
    whole = {CHOSEN_RECORDS: tables.records(scores[0].object), CHOSEN_EVENTS: tables.events}
    chosen = {table.op(): ibis.table(table.schema(), name=name).op() for name, table in whole.items()}
    return found.op().replace(chosen).to_expr()
