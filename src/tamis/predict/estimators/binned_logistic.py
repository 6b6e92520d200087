"""Ridge logistic regression on bins: the better default with few conversions, and on data that drifts.

One strength for all columns lets a few hundred that tell nothing outweigh the few that tell something. A column is
therefore held back by how little of what it tells holds of other records, unless that makes worse likelihoods: an
adaptive ridge (Grandvalet, 1998), whose weights come from halves of the records that are learnt from apart.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression

from tamis.predict.additive import AdditiveModel, Axis, TermTable
from tamis.predict.calibration.probability import log_losses
from tamis.predict.estimators.base import Likelihood, base_rate_model
from tamis.predict.estimators.binning import binned, rows_of
from tamis.predict.estimators.holding_back import Ints, held_back
from tamis.predict.estimators.training import Training, stratified_folds
from tamis.predict.scorer import Floats

_STRENGTHS = (1000.0, 300.0, 100.0, 30.0, 10.0, 3.0, 1.0, 0.3)
"""From strong to weak: penalties of the squared coefficients, one conversion's log loss weighing 1."""
_FOLDS = 3
_SAMPLE = 20_000
"""The best strength says how large effects are, which does not depend on how many rows there are."""
_WORSE = 0.005
"""Columns are held back unless that costs more than this share of the log loss: where it is by chance which is better,
what tells nothing had better not speak."""


class BinnedLogistic(Likelihood):
    """Numbers in `bins` bins of about as many rows (None: by the number of rows), categories one-hot, rare ones joined;
    a bin for unknown values.

    `strength` of the ridge is chosen by cross-validated log loss unless given (`strength_`), and so is whether columns
    are held back by how little of what they tell holds of other records (`is_adaptive_`).
    """

    _least = 5
    _called = "logistic regression"

    def __init__(
        self, *, bins: int | None = None, strength: float | None = None, seed: int = 0, threads: int = 1
    ) -> None:
        self.bins = bins
        self.strength = strength
        self.seed = seed
        # Conventional, and without use here: one thread is enough, and gives the same model whatever is asked for.
        self.threads = threads

    def _fitted(self, training: Training) -> AdditiveModel:
        axes, bins = binned(training, self.bins or _bins_for(len(training)))
        if not axes:
            return base_rate_model(training)
        columns = _Columns(axes, bins)
        design = columns.design(bins)
        self.is_adaptive_, scales = False, np.ones(design.shape[1])
        if self.strength:
            self.strength_ = self.strength
        else:
            self.strength_, found = _chosen(design, columns.starts, training, self.seed)
            self.is_adaptive_, scales = found is not None, scales if found is None else found
        self.logistic_ = _regression(self.strength_).fit(design @ diags(scales), training.outcome, training.weight)
        return columns.model(self.logistic_.coef_[0] * scales, float(self.logistic_.intercept_[0]), bins)


def _bins_for(rows: int) -> int:
    return 5 if rows < 2_000 else 20


def _regression(strength: float) -> LogisticRegression:
    return LogisticRegression(C=1.0 / strength, solver="lbfgs", tol=1e-5, max_iter=2_000, warm_start=True)


def _chosen(design: csr_matrix, starts: Ints, training: Training, seed: int) -> tuple[float, Floats | None]:
    """The strength of least log loss, and what columns are multiplied by unless that makes it more; over folds that
    keep the rows of a record together; of many rows, over some."""
    generator = np.random.default_rng(seed)
    fold = stratified_folds(training, _FOLDS * max(1, round(len(training) / _SAMPLE)), generator)
    among = fold < _FOLDS
    learnt = [(among & (fold != number), fold == number) for number in range(_FOLDS)]
    plain = sum((_path(design, training, *each) for each in learnt), np.zeros(len(_STRENGTHS)))
    strength = _STRENGTHS[int(np.argmin(plain))]
    adaptive = np.zeros(len(_STRENGTHS))
    for rows, held in learnt:
        scales = held_back(design[rows], starts, training.rows(rows), _regression(strength), seed)
        adaptive += _path(design @ diags(scales), training, rows, held)
    if adaptive.min() > plain.min() * (1 + _WORSE):
        return strength, None
    scales = held_back(design[among], starts, training.rows(among), _regression(strength), seed)
    return _STRENGTHS[int(np.argmin(adaptive))], scales


def _path(design: csr_matrix, training: Training, learnt: NDArray[np.bool_], held: NDArray[np.bool_]) -> Floats:
    """The log loss over the held-out rows, for each strength; every fit begins where the one before it ended."""
    if min(training.outcome[learnt].sum(), (~training.outcome[learnt]).sum()) == 0:
        return np.zeros(len(_STRENGTHS))
    regression, losses = _regression(1.0), []
    rows, others = design[learnt], design[held]
    for strength in _STRENGTHS:
        regression.set_params(C=1.0 / strength).fit(rows, training.outcome[learnt], training.weight[learnt])
        odds = others @ regression.coef_[0] + regression.intercept_[0]
        losses.append(float(log_losses(odds, training.outcome[held].astype(np.float64)) @ training.weight[held]))
    return np.array(losses)


class _Columns:
    """Where each bin of each axis stands in the design: nowhere for the most frequent one, which the others are
    compared with, so that the design of columns that are mostly 0 is mostly empty."""

    def __init__(self, axes: tuple[Axis, ...], bins: NDArray[np.int32]) -> None:
        self._axes = axes
        self._rows = [rows_of(bins[:, place], axis) for place, axis in enumerate(axes)]
        self._usual = np.array([int(np.argmax(rows)) for rows in self._rows])
        self.starts = np.cumsum([0, *(axis.size for axis in axes)])
        """Where the bins of each axis begin among the columns of the design, and where the last ends."""

    def design(self, bins: NDArray[np.int32]) -> csr_matrix:
        """One row each, with a 1 for every axis whose bin is not the usual one."""
        told = bins != self._usual
        ends = np.concatenate([[0], np.cumsum(told.sum(axis=1))])
        places = (bins + self.starts[:-1].astype(np.int32))[told]
        return csr_matrix((np.ones(len(places)), places, ends), shape=(len(bins), int(self.starts[-1])))

    def model(self, coefficients: Floats, intercept: float, bins: NDArray[np.int32]) -> AdditiveModel:
        """Each axis's coefficients less their mean over the rows, which goes to the intercept: so a contribution says
        how far somebody is from the average."""
        tables = []
        for place, rows in enumerate(self._rows):
            scores = coefficients[self.starts[place] : self.starts[place + 1]].copy()
            scores[rows == 0] = 0.0
            mean = float(scores @ rows / rows.sum())
            intercept += mean
            tables.append(TermTable((place,), np.where(rows > 0, scores - mean, 0.0), rows))
        return AdditiveModel(intercept, self._axes, tuple(tables))
