"""The explanations of single records: every point, from the total down to each event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tamis.compile.catalog import Catalog
from tamis.compile.explain import ASKED
from tamis.compile.explanation import ExplainedScore, explained_score, outline
from tamis.definitions import Score, Segment
from tamis.engine import DuckDBEngine, Engine
from tamis.engine.query import Query
from tamis.errors import is_unicode
from tamis.operations.explanation_texts import ExplanationTexts, explanation_texts
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.small_copy import on_a_copy

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """What explanations are drawn from: the scores of one object and the segments, which may ask for one another; the
    data; and the instant (microseconds since the epoch, UTC)."""

    scores: Sequence[Score]
    segments: Mapping[str, Segment]
    catalog: Catalog
    engine: Engine
    instant: int


def record_numbers(catalog: Catalog, engine: DuckDBEngine, object_type: str, ids: Sequence[str]) -> list[int]:
    """The numbers (`n`) of the records of these ids, of those that are there."""
    return list(numbers_by_id(catalog, engine, object_type, ids).values())


def numbers_by_id(catalog: Catalog, engine: DuckDBEngine, object_type: str, ids: Sequence[str]) -> dict[str, int]:
    """The same, by their ids."""
    table = catalog.objects[object_type].table
    readable = [each for each in ids if is_unicode(each)]
    return dict(engine.sql(f"SELECT id, n FROM {table} WHERE id IN (SELECT unnest(?))", [readable]).fetchall())


def explain_records(
    score: Score, asked: Asked, numbers: Sequence[int], *, is_brief: bool = False
) -> list[ExplainedScore]:
    """The explanations of the records of these numbers, in the order of their ids. `is_brief`: without the rules that
    gave a record no points, most of them, which takes half the time after the engine's."""
    texts = explanation_texts(score, asked.scores, asked.segments, asked.catalog, asked.engine.dialect)
    asked.engine.choose(ASKED, numbers)
    events = _events_by_contact(texts, asked)
    # In the order of their ids: an engine gives them in any.
    associated = {at: _by(_sorted(_rows(asked, text), "id"), "from_n") for at, text in texts.associated.items()}
    trees, outlined = [], outline(score, asked.catalog, is_brief=is_brief)
    for row in _rows(asked, texts.records):
        own = {at: groups.get(row["n"], []) for at, groups in associated.items()}
        contacts = {row["n"]} | {each["n"] for rows in own.values() for each in rows}
        seen = {at: [each for n in sorted(contacts) for each in rows.get(n, ())] for at, rows in events.items()}
        trees.append(explained_score(outlined, row, seen, own))
    return sorted(trees, key=lambda tree: tree.id)


def explain_on_a_copy(
    score: Score, asked: Asked, warehouse: Warehouse, numbers: Sequence[int], *, is_brief: bool = False
) -> list[ExplainedScore]:
    """The same, of records of a warehouse, on a copy of what scores look at for them: all events need not be passed."""
    return on_a_copy(
        warehouse,
        asked.catalog,
        asked.scores,
        asked.segments,
        numbers,
        lambda engine: explain_records(score, replace(asked, engine=engine), numbers, is_brief=is_brief),
    )


def _events_by_contact(texts: ExplanationTexts, asked: Asked) -> Mapping[tuple[int, int], Mapping[int, list[Row]]]:
    rows = _rows(asked, texts.events) if texts.events is not None else []
    by_rule = _by(rows, "rule")
    return {at: _by(by_rule.get(number, []), "contact") for number, at in texts.rules_with_events.items()}


def _rows(asked: Asked, query: Query) -> list[Row]:
    return asked.engine.dicts(query, asked.instant)


def _sorted(rows: Sequence[Row], column: str) -> list[Row]:
    return sorted(rows, key=lambda row: row[column])


def _by(rows: Sequence[Row], column: str) -> Mapping[int, list[Row]]:
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return groups
