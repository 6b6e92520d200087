"""Whether what is said to happen in 30 of 100 cases does happen in 30 of 100."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import pi, sqrt

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_Z = 1.959964
"""Of 95 %, both sides."""


@dataclass(frozen=True)
class CalibrationBin:
    """Rows with probabilities near each other: their mean probability, the share that converted, and the 95 % interval
    of that share. `share` is how much of all weight they are, `effective` how many rows of equal weight tell as
    much."""

    predicted: float
    observed: float
    low: float
    high: float
    rows: int
    share: float
    effective: float


def calibration_curve(
    outcome: Flags, probability: Floats, weight: Floats, bins: int = 10
) -> tuple[CalibrationBin, ...]:
    """Up to `bins` bins of equal count, by rising probability; rows with equal probabilities stay together."""
    place = _places(probability, weight, bins)
    total = float(weight.sum())
    return tuple(_bin(outcome[at], probability[at], weight[at], total) for at in _groups(place))


def expected_calibration_error(curve: Sequence[CalibrationBin]) -> float:
    """Mean distance between what was said and what happened, by share of the rows (Naeini and others, AAAI 2015)."""
    return sum(each.share * abs(each.predicted - each.observed) for each in curve)


def error_by_chance(curve: Sequence[CalibrationBin]) -> float:
    """The calibration error that true probabilities would show on so few rows: the mean distance of a share from its
    probability, √(2p(1−p)/πn)."""
    each_bin = ((each, min(max(each.predicted, 1e-6), 1 - 1e-6)) for each in curve)
    return sum(each.share * sqrt(2 * p * (1 - p) / (pi * max(each.effective, 1.0))) for each, p in each_bin)


def wilson(share: float, count: float, z: float = _Z) -> tuple[float, float]:
    """The interval of a share that was seen in `count` rows (Wilson, JASA 1927); 0 to 1 where there were none.

    >>> [round(edge, 3) for edge in wilson(0.5, 100)]
    [0.404, 0.596]
    """
    if count <= 0:
        return 0.0, 1.0
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    reach = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def effective_count(weight: Floats) -> float:
    """How many rows of equal weight tell as much as these (Kish, Survey Sampling, 1965)."""
    return float(weight.sum() ** 2 / np.square(weight).sum()) if len(weight) else 0.0


def _places(probability: Floats, weight: Floats, bins: int) -> NDArray[np.int64]:
    _, where = np.unique(probability, return_inverse=True)
    heavy = np.bincount(where, weights=weight)
    middle = (np.cumsum(heavy) - heavy / 2) / heavy.sum()
    return np.asarray(np.minimum((middle * bins).astype(np.int64), bins - 1)[where])


def _groups(place: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    order = np.argsort(place, kind="stable")
    return [each for each in np.split(order, np.flatnonzero(np.diff(place[order])) + 1) if len(each)]


def _bin(outcome: Flags, probability: Floats, weight: Floats, total: float) -> CalibrationBin:
    observed = float(np.average(outcome, weights=weight))
    effective = effective_count(weight)
    low, high = wilson(observed, effective)
    predicted = float(np.average(probability, weights=weight))
    return CalibrationBin(predicted, observed, low, high, len(outcome), float(weight.sum()) / total, effective)
