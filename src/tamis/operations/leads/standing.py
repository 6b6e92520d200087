"""Where the records of a page stand: their points and tiers, how these have moved, and what the records last did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tamis.definitions import Score
from tamis.operations.leads.choosing import activity_sql, contacts_sql
from tamis.operations.leads.columns import CONTACTS
from tamis.operations.leads.moving import moved_sql
from tamis.operations.leads.parameters import Parameters
from tamis.operations.leads.question import Question
from tamis.operations.leads.trend import trend_sql

_AMONG = "SELECT n FROM page"
_NOTHING = "SELECT NULL::INTEGER AS n, {} WHERE false"


def read_standing(question: Question, scores: Sequence[str], numbers: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    """By the numbers of the records, what is kept of each; who is gone since is left out.

    That is `points`, `fit`, `engagement`, `tier`, `at`, `trend`, `is_new`, `came_from`, `occurred_at`, of the
    scores of these keys `score_0` and so on, and of companies `contacts`, where that is shown.
    """
    parameters = Parameters()
    tables = {"page": f"SELECT unnest({parameters.of(list(numbers))}::INTEGER[]) AS n"}
    tables |= {"active": activity_sql(question, _AMONG), **_ranked(question, parameters)}
    tables |= {f"s{i}": _other(question, key, parameters) for i, key in enumerate(scores)}
    shows_contacts = CONTACTS in question.columns
    tables |= {"counted": contacts_sql(question, _AMONG)} if shows_contacts else {}
    shown = "".join(f", s{i}.points AS score_{i}" for i in range(len(scores)))
    shown += f", coalesce(counted.contacts, 0) AS {CONTACTS}" if shows_contacts else ""
    # Who is gone has no value any more.
    needed = ("ranked",) if question.score else ()
    joined = " ".join(
        f"{'JOIN' if name in needed else 'LEFT JOIN'} {name} ON {name}.n = page.n" for name in tables if name != "page"
    )
    cursor = question.warehouse.engine.sql(
        f"WITH {', '.join(_common(name, query) for name, query in tables.items())}"
        " SELECT page.n, ranked.points, ranked.fit, ranked.engagement, ranked.tier, ranked.at, trends.trend,"
        f" trends.is_new, moved.came_from, active.occurred_at{shown} FROM page {joined}",
        parameters,
    )
    names = [column[0] for column in cursor.description or ()]
    return {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}


def _ranked(question: Question, parameters: Parameters) -> dict[str, str]:
    score, of = question.score, parameters.of
    if score is None:
        nothing = 'NULL AS points, NULL AS fit, NULL AS engagement, NULL AS tier, NULL AS "at"'
        return {
            "ranked": _NOTHING.format(nothing),
            "trends": _NOTHING.format("NULL AS trend, NULL AS is_new"),
            "moved": _NOTHING.format("NULL AS came_from"),
        }
    place = f"score = {of(score.key)} AND object = {of(score.object)} AND n IN ({_AMONG})"
    return {
        "ranked": f'SELECT n, points, fit, engagement, tier, "at", noted FROM score_values WHERE {place}',
        "trends": trend_sql(score, question.as_of, parameters, _AMONG, kept="ranked"),
        "moved": _moved(question, score, parameters),
    }


def _moved(question: Question, score: Score, parameters: Parameters) -> str:
    """From which tier they came, where it is asked for who moved."""
    if question.asked.moved is None:
        return _NOTHING.format("NULL AS came_from")
    table = question.catalog.objects[question.object].table
    return moved_sql(question.asked.moved, score, table, question.as_of, parameters, _AMONG)


def _other(question: Question, key: str, parameters: Parameters) -> str:
    of = parameters.of
    place = f"score = {of(key)} AND object = {of(question.object)} AND n IN ({_AMONG})"
    return f"SELECT n, points FROM score_values WHERE {place}"


def _common(name: str, query: str) -> str:
    """A table of the statement. Two others look at the kept values, which are looked up once."""
    return f"{name} AS {'MATERIALIZED ' if name == 'ranked' else ''}({query})"
