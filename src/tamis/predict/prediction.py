"""What a model says of records: likelihoods, how far they can be trusted, priorities and reasons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tamis.predict.calibration import probability
from tamis.predict.priority import priorities
from tamis.predict.reasons import Reason, reasons_of
from tamis.predict.scorer import Floats
from tamis.predict.training.model import Model

# Rows at a time: a row of two hundred terms is a kilobyte and a half.
_CHUNK = 20_000


@dataclass(frozen=True)
class Predicted:
    """One entry a row: `likelihood` with its `low` and `high` end (percent, 0–100, 4 decimals), and the `priority`.
    Records that are not open have no likelihood (NaN)."""

    likelihood: Floats
    low: Floats
    high: Floats
    priority: NDArray[np.object_]


def predict(model: Model, table: pd.DataFrame, is_open: NDArray[np.bool_]) -> Predicted:
    """What the model says of a table of features; `is_open` flags the records that may still reach the goal."""
    log_odds = model.calibrated.log_odds(table)
    chance = probability(log_odds)
    low, high = (chance, chance) if model.intervals is None else model.intervals.of(log_odds)
    likelihood, least, most = (_percent(each, is_open) for each in (chance, low, high))
    return Predicted(likelihood, least, most, priorities(likelihood, is_open))


def explain(model: Model, table: pd.DataFrame) -> list[tuple[Reason, ...]]:
    """For each row of features its strongest reasons: up to five for and five against."""
    scorer, named = model.calibrated, {feature.name: feature for feature in model.features}
    found: list[tuple[Reason, ...]] = []
    for start in range(0, len(table), _CHUNK):
        rows = table.iloc[start : start + _CHUNK]
        # What a calibration adds looks at nothing, so it is no reason.
        terms = [place for place, term in enumerate(scorer.terms) if term.features]
        parts = scorer.contributions(rows)[:, terms]
        found += reasons_of(rows, parts, [scorer.terms[place] for place in terms], named, model.facts)
    return found


def _percent(share: Floats, is_open: NDArray[np.bool_]) -> Floats:
    return np.where(is_open, np.round(share * 100, 4), np.nan)
