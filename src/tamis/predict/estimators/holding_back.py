"""How far each column is held back: by how little of what it tells of some records holds of others."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from tamis.predict.estimators.training import Training, stratified_folds
from tamis.predict.scorer import Floats

Ints = NDArray[np.int64]

# The records are halved so often; what only one half tells is chance.
_HALVINGS = 3
# A column that tells nothing is held back so much, as a share of the average one's effect, and not for ever.
_LEAST = 0.02
# Of the effect: with the whole of it, strong columns were hardly held back and the log loss was 1 % higher.
_POWER = 0.5


def held_back(design: csr_matrix, starts: Ints, training: Training, regression: Any, seed: int) -> Floats:
    """What each column of the design is multiplied by, the same for all bins of an axis (which begin at `starts`), with
    a mean square of about 1 before the power; all 1 where nothing holds.

    The signal of an axis is estimated without the bias that noise gives: the covariance over the rows of what two
    halves of the records say of it, each learnt by the `regression` alone. Of pure noise that is 0 on average.
    """
    generator = np.random.default_rng(seed)
    share = np.asarray(design.sum(axis=0)).ravel() / design.shape[0]
    signal = np.zeros(len(starts) - 1)
    for _ in range(_HALVINGS):
        half = stratified_folds(training, 2, generator) == 0
        if any(len(np.unique(training.outcome[each])) < 2 for each in (half, ~half)):
            return np.ones(design.shape[1])
        one, other = (_told(design[each], training.rows(each), regression) for each in (half, ~half))
        signal += _covariance(one, other, share, starts) / _HALVINGS
    effect = np.sqrt(np.maximum(signal, 0.0))
    usual = np.sqrt(np.mean(effect**2))
    if not usual > 0:
        return np.ones(design.shape[1])
    return np.repeat(np.maximum(effect / usual, _LEAST) ** _POWER, np.diff(starts))


def _told(design: csr_matrix, training: Training, regression: Any) -> Floats:
    fitted = regression.fit(design, training.outcome, training.weight)
    return np.array(fitted.coef_[0], dtype=np.float64)


def _covariance(one: Floats, other: Floats, share: Floats, starts: Ints) -> Floats:
    """Of each axis, over the rows; `share` is the share of rows in each bin, the usual bin's left out, where both say
    0."""
    together, first, second = (np.add.reduceat(share * each, starts[:-1]) for each in (one * other, one, other))
    return np.asarray(together - first * second)
