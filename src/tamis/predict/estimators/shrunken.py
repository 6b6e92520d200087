"""Where few have converted: rates of groups, shrunk to the rate of all, with intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import betaln
from scipy.stats import beta

from tamis.errors import UsageError
from tamis.predict.additive import AdditiveModel, Axis, TermTable, shown
from tamis.predict.additive.axis import Bins, labels_of
from tamis.predict.calibration.probability import LEAST, MOST, probability
from tamis.predict.estimators.base import Likelihood
from tamis.predict.estimators.binning import binned
from tamis.predict.estimators.training import Training
from tamis.predict.evaluation.group_rates import GroupRate
from tamis.predict.scorer import Floats

_PRIORS = (2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0)
"""As how many rows at the base rate the prior may count."""
_TAIL = 0.05


class ShrunkenRates(Likelihood):
    """Rates of the groups that one column makes, numbers in `bins` bins; the prior is a beta distribution around the
    base rate, as strong as makes the groups most probable (empirical Bayes).

    `by` names the column. If it is None, it is the one whose groups tell most, each row being judged by the others; and
    no column at all, if none tells more than chance finds among so many. `by_` says which, or "", and `gain_` how much
    more probable its groups make the outcomes than one group of all, as a logarithm.
    """

    _least = 0
    _called = "a rate"

    def __init__(self, *, by: str | None = None, bins: int = 4) -> None:
        self.by = by
        self.bins = bins

    def _fitted(self, training: Training) -> AdditiveModel:
        if self.by is not None and self.by not in set(training.table.columns):
            raise UsageError(f"There is no column {shown(self.by)} to group by.")
        names = list(training.table.columns) if self.by is None else [self.by]
        axes, bins = binned(_only(training, names), self.bins)
        chosen = _most_telling(axes, bins, training) if self.by is None else (0 if axes else None)
        self.by_ = "" if chosen is None else axes[chosen].feature
        if chosen is None:
            return self._with_groups((), np.zeros(len(training), np.intp), 1, training)
        return self._with_groups((axes[chosen],), bins[:, chosen], axes[chosen].size, training)

    def _with_groups(self, axes: tuple[Axis, ...], bins: Bins, size: int, training: Training) -> AdditiveModel:
        hits, misses = _counts(bins, size, training)
        # One hit and one miss, shared: no rate is certain, however few there are.
        rate = (hits.sum() + 0.5) / (hits.sum() + misses.sum() + 1.0)
        prior = _strength(hits, misses, rate) if axes else 1.0
        self.counts_, self.gain_ = (hits, misses), _gain(bins, size, training)
        # The rate of all is known no better than from all other rows.
        others = np.minimum(prior, np.maximum(hits.sum() + misses.sum() - hits - misses, 1.0))
        alone = np.array([rate * others, (1 - rate) * others]) if axes else np.array([0.5, 0.5])
        self.hits_, self.misses_ = hits + alone[0], misses + alone[1]
        odds = np.log(self.hits_) - np.log(self.misses_)
        start = float(np.log(rate) - np.log1p(-rate)) if axes else float(odds[0])
        self._axes = axes
        tables = (TermTable((0,), odds - start, hits + misses),) if axes else ()
        return AdditiveModel(start, axes, tables)

    def groups(self) -> tuple[GroupRate, ...]:
        """The groups in the order of their axis, unknown values last; none where no column tells anything."""
        if not self._axes:
            return ()
        hits, misses = self.counts_
        low, high = (beta.ppf(tail, self.hits_, self.misses_) for tail in (_TAIL, 1 - _TAIL))
        figures = np.column_stack([hits + misses, hits, self.hits_ / (self.hits_ + self.misses_), low, high]).tolist()
        found = [
            GroupRate(rows, reached, rate, least, most, label, begins, ends)
            for (rows, reached, rate, least, most), (begins, ends, label) in zip(
                figures, labels_of(self._axes[0]), strict=True
            )
        ]
        return (*found[1:], found[0])

    def interval(self, table: pd.DataFrame) -> tuple[Floats, Floats]:
        """Low and high end of each row's rate, which lies between them with a probability of 90 %; shape (rows,)."""
        chance = probability(self.decision_function(table))
        axes = self._axes
        bins = axes[0].bins(table[axes[0].feature]) if axes else np.zeros(len(table), np.intp)
        low, high = (beta.ppf(tail, self.hits_, self.misses_)[bins] for tail in (_TAIL, 1 - _TAIL))
        low, high = np.minimum(low, chance), np.maximum(high, chance)
        return np.clip(low, LEAST, MOST), np.clip(high, LEAST, MOST)


def _only(training: Training, names: list[str]) -> Training:
    return Training(training.table[names], training.outcome, training.weight, training.record)


def _counts(bins: Bins, size: int, training: Training) -> tuple[Floats, Floats]:
    """Hits and misses of each group, by weight."""
    weights = (training.weight * training.outcome, training.weight * ~training.outcome)
    hits, misses = (np.bincount(bins, part, size).astype(np.float64) for part in weights)
    return hits, misses


def _strength(hits: Floats, misses: Floats, rate: float) -> float:
    """The prior under which the groups are most probable: beta-binomial likelihood."""
    likelihoods = [_likelihood(hits, misses, rate * prior, (1 - rate) * prior) for prior in _PRIORS]
    return _PRIORS[int(np.argmax(likelihoods))]


def _likelihood(hits: Floats, misses: Floats, for_it: float, against: float) -> float:
    return float((betaln(hits + for_it, misses + against) - betaln(for_it, against)).sum())


def _most_telling(axes: tuple[Axis, ...], bins: NDArray[np.int32], training: Training) -> int | None:
    """The axis whose groups are most probable; None if the best is not clearly more so than one group of all."""
    gains = [_gain(bins[:, place], axis.size, training) for place, axis in enumerate(axes)]
    if not gains or max(gains) < np.log(len(axes)) + 2.0:
        return None
    return int(np.argmax(gains))


def _gain(bins: Bins, size: int, training: Training) -> float:
    """How much more probable the outcomes are by group than without any, as a logarithm."""
    hits, misses = _counts(bins, size, training)
    rate = (hits.sum() + 0.5) / (hits.sum() + misses.sum() + 1.0)
    prior = _strength(hits, misses, rate)
    alone = _likelihood(hits.sum(keepdims=True), misses.sum(keepdims=True), rate * prior, (1 - rate) * prior)
    return _likelihood(hits, misses, rate * prior, (1 - rate) * prior) - alone
