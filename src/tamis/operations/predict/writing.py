"""Answers of a model as CSV, Parquet or JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from tamis.engine import DuckDBEngine
from tamis.operations.output import write_table
from tamis.operations.predict.asking import Answers
from tamis.predict.priority import Priority
from tamis.predict.reasons import Reason
from tamis.predict.reasons.wording import sentence
from tamis.predict.scorer import Floats

COLUMNS = ("id", "likelihood", "low", "high", "priority", "reasons")


def write_answers(engine: DuckDBEngine, answers: Answers, file: Path, *, ending: str) -> None:
    """Writes `id`, `likelihood`, `low`, `high` (percent, 4 decimals, blank where a record is not open), `priority` and
    `reasons` (JSON), sorted by id by code point."""
    write_table(engine, as_table(answers), file, ending=ending)


def as_table(answers: Answers) -> pa.Table:
    """The same as a table of columns."""
    predicted = answers.predicted
    texts = [_json(reasons, answers.base_rate) if reasons else None for reasons in answers.reasons]
    return pa.table(
        {
            "id": pa.array(answers.ids, pa.string()),
            "likelihood": _percents(predicted.likelihood),
            "low": _percents(predicted.low),
            "high": _percents(predicted.high),
            "priority": pa.array(list(_priorities(answers)), pa.string()),
            "reasons": pa.array(texts, pa.string()),
        }
    )


def _percents(values: Floats) -> pa.Array:
    return pa.array(values, pa.float64(), mask=np.isnan(values))


def _priorities(answers: Answers) -> Iterator[str | None]:
    """None for a record that is neither open nor has reached the goal."""
    for priority, is_reached in zip(answers.predicted.priority, answers.is_reached, strict=True):
        yield None if priority is Priority.CLOSED_WON and not is_reached else str(priority)


def _json(reasons: Sequence[Reason], base_rate: float) -> str:
    told = {
        "for": [told_reason(each, base_rate) for each in reasons if each.contribution > 0],
        "against": [told_reason(each, base_rate) for each in reasons if each.contribution < 0],
    }
    return json.dumps(told, ensure_ascii=False)


def told_reason(reason: Reason, base_rate: float) -> Mapping[str, Any]:
    """A reason in the words of JSON: the `features` it looks at, the record's own `values`, the `contribution` in
    log-odds, a `fact` in a sentence."""
    return {
        "features": [feature.name for feature in reason.features],
        "values": list(reason.values),
        "contribution": round(reason.contribution, 6),
        "fact": sentence(reason, base_rate),
    }
