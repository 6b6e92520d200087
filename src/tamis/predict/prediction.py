"""What a model says of records: likelihoods, how far they can be trusted, priorities and reasons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tamis.predict.calibration import probability
from tamis.predict.model import Model
from tamis.predict.reasons import Strongest, strongest_of
from tamis.predict.scorer import Floats


@dataclass(frozen=True)
class Predicted:
    """One entry a row: `likelihood` with its `low` and `high` end (percent, 0–100, 4 decimals), and the `priority`.
    Records that are not open have no likelihood (NaN)."""

    likelihood: Floats
    low: Floats
    high: Floats
    priority: NDArray[np.object_]


@dataclass(frozen=True)
class Likelihoods:
    """One entry a row: calibrated `log_odds`, and the `likelihood` that they are, with its `low` and `high` end
    (percent, 0–100, 4 decimals)."""

    log_odds: Floats
    likelihood: Floats
    low: Floats
    high: Floats


def said_of(model: Model, log_odds: Floats) -> Likelihoods:
    """The likelihoods that calibrated log-odds of the model are."""
    chance = probability(log_odds)
    low, high = (chance, chance) if model.intervals is None else model.intervals.of(log_odds)
    return Likelihoods(log_odds, *(np.round(each * 100, 4) for each in (chance, low, high)))


def strongest(model: Model, table: pd.DataFrame, *, threads: int = 1) -> Strongest:
    """For each row of features its strongest reasons, up to five for and five against, and its log-odds, as arrays: a
    million rows of 170 terms take seconds. `Strongest.reasons(rows)` gives those of some rows in full, and
    `said_of(model, found.log_odds)` the likelihoods without looking at the table again.
    """
    named = {feature.name: feature for feature in model.features}
    return strongest_of(model.calibrated, table, named, model.facts, threads=threads)
