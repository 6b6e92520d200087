"""Whether a model is as good for one part of the records as for another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tamis.predict.evaluation.calibration_curve import effective_count, wilson
from tamis.predict.evaluation.measures import measure

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class SegmentResult:
    """What was said and what happened for the rows of one segment; `low` and `high` are the 95 % interval of
    `observed`. `auc` is None where it had one outcome only."""

    name: str
    rows: int
    conversions: float
    observed: float
    low: float
    high: float
    predicted: float
    auc: float | None
    log_loss: float

    @property
    def is_off(self) -> bool:
        """Whether what was said lies outside what may have happened."""
        return not self.low <= self.predicted <= self.high


def by_segment(
    segment: pd.Series, outcome: Flags, probability: Floats, weight: Floats, *, most: int = 12, least: int = 30
) -> tuple[SegmentResult, ...]:
    """The `most` largest segments with at least `least` rows, the largest first. `segment` names each row's; where it
    is missing, the row belongs to none."""
    sizes = segment.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    chosen = [name for name, rows in sizes.items() if rows >= least][:most]
    flags = {name: (segment == name).to_numpy(np.bool_, na_value=False) for name in chosen}
    return tuple(_result(str(name), outcome[at], probability[at], weight[at]) for name, at in flags.items())


def _result(name: str, outcome: Flags, probability: Floats, weight: Floats) -> SegmentResult:
    found = measure(outcome, probability, weight)
    low, high = wilson(found.base_rate, effective_count(weight))
    return SegmentResult(
        name, found.rows, found.conversions, found.base_rate, low, high, found.mean_predicted, found.auc, found.log_loss
    )
