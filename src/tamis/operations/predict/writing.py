"""Answers of a model as CSV, Parquet or JSON lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from tamis.engine import DuckDBEngine
from tamis.operations.output import write_table
from tamis.operations.predict.asking import Answers
from tamis.operations.predict.told_reasons import told_reasons
from tamis.predict.priority import Priority
from tamis.predict.scorer import Floats

COLUMNS = ("id", "likelihood", "low", "high", "priority", "reasons")


def write_answers(engine: DuckDBEngine, answers: Answers, file: Path, *, ending: str) -> None:
    """Writes `id`, `likelihood`, `low`, `high` (percent, 4 decimals, blank where a record is not open), `priority` and
    `reasons` (JSON), sorted by id by code point."""
    write_table(engine, as_table(answers), file, ending=ending)


def as_table(answers: Answers) -> pa.Table:
    """The same as a table of columns."""
    predicted = answers.predicted
    # Of the records that are not open there are no reasons.
    place = np.where(answers.is_open, np.cumsum(answers.is_open) - 1, 0)
    texts = told_reasons(answers.strongest, answers.base_rate)
    return pa.table(
        {
            "id": pa.array(answers.ids, pa.string()),
            "likelihood": _percents(predicted.likelihood),
            "low": _percents(predicted.low),
            "high": _percents(predicted.high),
            "priority": pa.array(list(_priorities(answers)), pa.string()),
            "reasons": texts.take(pa.array(place, mask=~answers.is_open)),
        }
    )


def _percents(values: Floats) -> pa.Array:
    return pa.array(values, pa.float64(), mask=np.isnan(values))


def _priorities(answers: Answers) -> Iterator[str | None]:
    """None for a record that is neither open nor has reached the goal."""
    for priority, is_reached in zip(answers.predicted.priority, answers.is_reached, strict=True):
        yield None if priority is Priority.CLOSED_WON and not is_reached else str(priority)
