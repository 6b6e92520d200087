"""Whether a model is as good for one part of the records as for another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tamis.predict.evaluation.calibration_curve import effective_count, wilson
from tamis.predict.evaluation.intervals import Judged
from tamis.predict.evaluation.measures import measure

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class SegmentResult:
    """What was said and what happened for the rows of one segment; `low` and `high` are the 95 % interval of
    `observed`. `auc` is None where it had one outcome only. `by_chance` is how probable it is that as much or as little
    happens if what was said is true; None of a card from before that was computed."""

    name: str
    rows: int
    conversions: float
    observed: float
    low: float
    high: float
    predicted: float
    auc: float | None
    log_loss: float
    by_chance: float | None = None

    @property
    def is_off(self) -> bool:
        """Whether what was said lies outside what may have happened."""
        return not self.low <= self.predicted <= self.high

    @property
    def factor(self) -> float:
        """How many times as often it happened as was said, or the other way round: of reaching the goal or of not
        reaching it, whichever is further off. At least 1."""
        ratios = (
            (max(one, 1e-9), max(other, 1e-9))
            for one, other in ((self.observed, self.predicted), (1 - self.observed, 1 - self.predicted))
        )
        return max(max(one, other) / min(one, other) for one, other in ratios)


def by_segment(
    segment: pd.Series, judged: Judged, probability: Floats, *, most: int = 12, least: int = 30
) -> tuple[SegmentResult, ...]:
    """The `most` largest segments with at least `least` rows, the largest first. `segment` names each row's; where it
    is missing, the row belongs to none."""
    sizes = segment.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    chosen = [name for name, rows in sizes.items() if rows >= least][:most]
    flags = {name: (segment == name).to_numpy(np.bool_, na_value=False) for name in chosen}
    return tuple(_result(str(name), _those(judged, at), probability[at]) for name, at in flags.items())


def beyond_chance(results: Sequence[SegmentResult], level: float = 0.05) -> tuple[SegmentResult, ...]:
    """Those that are off by more than chance explains, the least probable first. However many segments are looked at,
    the chance that any of them is named wrongly is at most `level` (Holm, Scandinavian Journal of Statistics, 1979).
    """
    known = sorted((each for each in results if each.by_chance is not None), key=lambda each: each.by_chance or 0.0)
    found = list[SegmentResult]()
    for place, each in enumerate(known):
        if (each.by_chance or 0.0) > level / (len(known) - place):
            break
        found.append(each)
    return tuple(found)


def _those(judged: Judged, at: Flags) -> Judged:
    return Judged(judged.outcome[at], judged.weight[at], judged.record[at])


def _result(name: str, judged: Judged, probability: Floats) -> SegmentResult:
    found = measure(judged.outcome, probability, judged.weight)
    count = _independent(judged, probability)
    low, high = wilson(found.base_rate, count)
    return SegmentResult(
        name,
        found.rows,
        found.conversions,
        found.base_rate,
        low,
        high,
        found.mean_predicted,
        found.auc,
        found.log_loss,
        _by_chance(found.base_rate, found.mean_predicted, count),
    )


def _independent(judged: Judged, probability: Floats) -> float:
    """How many rows that do not depend on each other tell as much as these: one conversion counts at every landmark
    that it follows within the horizon. Kish's count, divided by how much more the sums of records' rows vary than sums
    of independent rows would (never less than 1; Rao & Scott, Journal of the American Statistical Association, 1981).
    """
    _, where = np.unique(judged.record, return_inverse=True)
    missed = judged.outcome - probability
    # About their mean: a segment that is off as a whole is no sign that its rows hang together.
    missed = judged.weight * (missed - np.average(missed, weights=judged.weight))
    by_record = np.square(np.bincount(where, weights=missed)).sum()
    by_row = np.square(missed).sum()
    return effective_count(judged.weight) / max(1.0, float(by_record / by_row) if by_row else 1.0)


def _by_chance(observed: float, predicted: float, count: float) -> float:
    """The exact binomial test of a rate, both sides, with a count that need not be whole (Korn & Graubard, Survey
    Methodology, 1998). Rows of different probabilities vary less than rows of their mean, so it rather says too much.
    """
    from scipy.special import betainc

    hits = observed * count
    many = float(betainc(hits, count - hits + 1, predicted)) if hits > 0 else 1.0
    few = 1 - float(betainc(hits + 1, count - hits, predicted)) if hits < count else 1.0
    return min(1.0, 2 * min(many, few))
