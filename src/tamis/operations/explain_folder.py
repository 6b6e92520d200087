"""Explains the scores of single records: every point, from the total down to each event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import ibis.expr.types as ir

from tamis.compile.explain import Explanation, RuleAt, compile_explanation
from tamis.compile.explanation import ExplainedScore, explained_score
from tamis.connectors.files import LoadedFolder
from tamis.definitions import Score
from tamis.engine import DuckDBEngine
from tamis.engine.sql import duckdb_sql
from tamis.errors import UsageError, is_unicode
from tamis.operations.call import EPOCH, Call, load_call, read_as_of, read_call
from tamis.progress import Progress

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Explained:
    """The explanations of one record, one a score in the order given."""

    scores: tuple[ExplainedScore, ...]
    as_of: datetime
    messages: tuple[str, ...]


def explain_folder(
    folder: Path,
    definitions: Sequence[Path],
    *,
    record: str,
    now: Callable[[], datetime],
    as_of: str | None = None,
    progress: Progress,
) -> Explained:
    """Explains each score for the record of that id. Raises UsageError if the data has no such record."""
    started = now()
    call = read_call(folder, definitions)
    instant = read_as_of(as_of, started, call.schema.time_zone)
    with DuckDBEngine.open() as engine:
        loaded = load_call(call, engine, instant, progress)
        progress.step("Explaining")
        numbers = record_numbers(loaded, engine, call.object, [record]) if is_unicode(record) else []
        if not numbers:
            raise UsageError(f'--record "{record}": the data has no {call.object} of that id.')
        trees = [explain_records(score, call, loaded, engine, instant, numbers)[0] for score in call.scores]
    return Explained(tuple(trees), EPOCH + timedelta(microseconds=instant), loaded.messages)


def record_numbers(loaded: LoadedFolder, engine: DuckDBEngine, object_type: str, ids: Sequence[str]) -> list[int]:
    """The numbers (`n`) of the records of these ids, of those that are there."""
    table = loaded.catalog.objects[object_type].table
    return [n for (n,) in engine.sql(f"SELECT n FROM {table} WHERE id IN (SELECT unnest(?))", [list(ids)]).fetchall()]


def explain_records(
    score: Score, call: Call, loaded: LoadedFolder, engine: DuckDBEngine, instant: int, numbers: Sequence[int]
) -> list[ExplainedScore]:
    """The explanations of some records, in the order of their ids."""
    asked = compile_explanation(score, call.scores, call.segments, loaded.catalog, numbers)
    events = _events_by_contact(asked, engine, instant)
    associated = {at: _by(_rows(engine, table, instant), "from_n") for at, table in asked.associated.items()}
    trees = []
    for row in _rows(engine, asked.records, instant):
        own = {at: groups.get(row["n"], []) for at, groups in associated.items()}
        contacts = {row["n"]} | {each["n"] for rows in own.values() for each in rows}
        seen = {at: [each for n in sorted(contacts) for each in rows.get(n, ())] for at, rows in events.items()}
        trees.append(explained_score(score, row, seen, own))
    return sorted(trees, key=lambda tree: tree.id)


def _events_by_contact(
    asked: Explanation, engine: DuckDBEngine, instant: int
) -> Mapping[RuleAt, Mapping[int, list[Row]]]:
    rows = _rows(engine, asked.events, instant) if asked.events is not None else []
    by_rule = _by(rows, "rule")
    return {at: _by(by_rule.get(number, []), "contact") for number, at in asked.rules_with_events.items()}


def _rows(engine: DuckDBEngine, table: ir.Table, instant: int) -> list[Row]:
    cursor = engine.sql(duckdb_sql(table, instant))
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _by(rows: Sequence[Row], column: str) -> Mapping[int, list[Row]]:
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return groups
