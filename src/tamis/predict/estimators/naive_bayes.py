"""Naive Bayes as Odoo's predictive lead scoring publishes it: a baseline, not a recommendation.

For each value of a column, won and lost rows + 0.1; odds = prior odds × Π (won_v / won) / (lost_v / lost), where `won`
and `lost` are the sums over the values of that column. Unknown values and those never seen are skipped.
"""

from __future__ import annotations

import numpy as np

from tamis.predict.additive import AdditiveModel, TermTable
from tamis.predict.additive.axis import Axis, Bins
from tamis.predict.estimators.base import Likelihood, prior
from tamis.predict.estimators.binning import binned, rows_of
from tamis.predict.estimators.training import Training
from tamis.predict.scorer import Floats

_ADDED = 0.1


class NaiveBayes(Likelihood):
    """Numbers are put into `bins` bins of about as many rows."""

    _called = "naive Bayes"

    def __init__(self, *, bins: int = 10) -> None:
        self.bins = bins

    def _fitted(self, training: Training) -> AdditiveModel:
        axes, bins = binned(training, self.bins)
        tables = [_table(training, place, axis, bins[:, place]) for place, axis in enumerate(axes)]
        return AdditiveModel(prior(training), axes, tuple(tables))


def _table(training: Training, place: int, axis: Axis, bins: Bins) -> TermTable:
    rows = rows_of(bins, axis)
    seen = rows > 0
    seen[0] = False
    scores = np.zeros(axis.size)
    scores[seen] = (_shares(bins, training, True, seen) - _shares(bins, training, False, seen))[seen]
    return TermTable((place,), scores, rows)


def _shares(bins: Bins, training: Training, outcome: bool, seen: np.ndarray) -> Floats:
    """The logarithm of each bin's share of the rows with that outcome."""
    of_it = training.weight * (training.outcome == outcome)
    counts = np.bincount(bins, weights=of_it, minlength=len(seen)) + _ADDED
    return np.asarray(np.log(counts / max(counts[seen].sum(), _ADDED)), np.float64)
