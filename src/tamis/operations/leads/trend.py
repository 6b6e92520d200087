"""How the kept value of a record differs from that of a week before."""

from __future__ import annotations

from tamis.definitions import Score
from tamis.operations.leads.parameters import Parameters

DAYS = 7
_WEEK = DAYS * 86_400_000_000


def trend_sql(score: Score, as_of: int, parameters: Parameters, among: str = "", kept: str = "") -> str:
    """A query of `n`, `trend` (whole millionths) and `is_new` (it came in the week, and not only the score did) of the
    records that have a value. `among`: SQL of the numbers of records to look at; `kept`: a table that has their kept
    values already.

    What was kept a week ago is what the first change since then began with; where nothing changed, what the history
    said last.
    """
    of = parameters.of
    place = f"score = {of(score.key)} AND object = {of(score.object)}" + (f" AND n IN ({among})" if among else "")
    # By the order in which they were written: `at` goes back where a clock was set back.
    changes = (
        "SELECT n, arg_min_null(before, rowid) AS before, arg_min(cause, rowid) AS cause FROM score_history"
        f' WHERE {place} AND "at" > {as_of - _WEEK:d} AND "at" <= {as_of:d} GROUP BY n'
    )
    values = kept or f"(SELECT n, points, noted FROM score_values WHERE {place})"
    return (
        "SELECT w.n, CASE WHEN c.n IS NULL THEN w.points - w.noted ELSE w.points - c.before END AS trend,"
        " c.n IS NOT NULL AND c.before IS NULL AND c.cause <> 'publish' AS is_new"
        f" FROM {values} AS w LEFT JOIN ({changes}) AS c ON c.n = w.n WHERE w.points IS NOT NULL"
    )
