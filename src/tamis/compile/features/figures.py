"""What happened to each record by its landmark, in windows of time: one pass over the prepared happenings."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tamis.compile.expressions import all_of, whole
from tamis.compile.features.rows import DAY, HAPPENINGS, ROWS

#: Windows that are counted, in days before the landmark; 120 days are there for the trend.
WINDOWS = (7, 30, 90, 120, 365)

_NEVER = -(2**61)


def compile_figures() -> ir.Table:
    """One row for each row of `ROWS` and mark that has any: `row`, `mark`, `ever` and `last_7` to `last_365` (how
    often), `newest` (the last instant). A window of P days is `at - P < t <= at`, as in scores.

    What was seen before counts in a window only if it was not seen before inside it, so distinct things are counted by
    the same sums.
    """
    joined = HAPPENINGS.inner_join(ROWS, "n")
    seen = (joined.occurred_at <= joined.at) & ibis.coalesce(joined.until > joined.at, True)
    seen = joined.filter(seen).select("row", "mark", "occurred_at", "at", previous=joined.previous)
    counts = {"ever": _times(seen.previous.isnull())}
    counts |= {f"last_{days}": _times(_inside(seen, days)) for days in WINDOWS}
    return seen.group_by("row", "mark").aggregate(**counts, newest=seen.occurred_at.max())


def _inside(seen: ir.Table, days: int) -> ir.Value:
    begin = seen.at - whole(days * DAY)
    new = ibis.coalesce(seen.previous, whole(_NEVER)) <= begin
    return all_of([seen.occurred_at > begin, new])


def _times(holds: ir.Value) -> ir.Value:
    # Whole numbers below 2**53: a sum of floats is exact, and does not take 128 bits.
    return holds.cast("float64").sum()
