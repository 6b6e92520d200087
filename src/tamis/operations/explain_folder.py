"""Explains the scores of single records: every point, from the total down to each event."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tamis.compile.explanation import ExplainedScore
from tamis.engine import DuckDBEngine
from tamis.errors import UsageError
from tamis.operations.call import EPOCH, load_call, read_as_of, read_call
from tamis.operations.explain_records import Asked, explain_records, record_numbers
from tamis.progress import Progress


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
    with DuckDBEngine.open(outlasts_all=True) as engine:
        loaded = load_call(call, engine, instant, progress)
        progress.step("Explaining")
        numbers = record_numbers(loaded.catalog, engine, call.object, [record])
        if not numbers:
            raise UsageError(f'--record "{record}": the data has no {call.object} of that id.')
        asked = Asked(call.scores, call.segments, loaded.catalog, engine, instant)
        trees = [explain_records(score, asked, numbers)[0] for score in call.scores]
    return Explained(tuple(trees), EPOCH + timedelta(microseconds=instant), loaded.messages)
