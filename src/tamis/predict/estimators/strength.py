"""How much each column tells alone, so that pairs need to be looked for among the strongest only."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import xlogy

from tamis.predict.additive.axis import Bins
from tamis.predict.additive.edges import equal_count_edges
from tamis.predict.estimators.training import Training
from tamis.predict.scorer import Floats

_ROWS = 20_000
_STEPS = 16


def sampled(rows: int) -> slice:
    """Enough of so many rows to judge by."""
    return slice(None, None, max(1, rows // _ROWS))


def number_bins(values: Floats) -> Bins:
    """Numbers in 16 steps, unknown ones in a bin of their own."""
    steps = np.searchsorted(equal_count_edges(values, _STEPS), values, side="right")
    return np.where(np.isnan(values), _STEPS, steps)


def strongest(columns: Sequence[Bins], training: Training, most: int) -> list[int]:
    """The places of so many columns, in their order; `columns` and `training` are of the same rows.

    A column's strength is the gain in log-likelihood by its bins, less half a unit for each bin, as chance gives.
    """
    gains = [_gain(bins, training) - len(np.unique(bins)) / 2 for bins in columns]
    return sorted(np.argsort(gains, kind="stable")[::-1][:most].tolist())


def _gain(bins: Bins, training: Training) -> float:
    weights = (training.weight * training.outcome, training.weight * ~training.outcome)
    hits, misses = (np.bincount(bins, part).astype(np.float64) for part in weights)
    return float((_split(hits, misses)).sum() - _split(hits.sum(), misses.sum()))


def _split(hits: Floats, misses: Floats) -> Floats:
    rows = hits + misses
    return np.asarray(xlogy(hits, hits) + xlogy(misses, misses) - xlogy(rows, rows), np.float64)
