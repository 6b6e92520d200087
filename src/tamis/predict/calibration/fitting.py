"""Which calibration the held-out rows support, by cross-fitted log loss: the one that does least, unless more pays.

Recalibrating on few rows costs log loss, isotonic regression most (measured on eight public data sets), so a kind that
does more is taken only if it is better by more than the standard error of the difference.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tamis.errors import DataError
from tamis.predict.calibration.curves import isotonic
from tamis.predict.calibration.kinds import Calibration, CalibrationKind
from tamis.predict.calibration.probability import log_losses, logistic
from tamis.predict.scorer import Floats

LEAST_ROWS = {
    CalibrationKind.NONE: 0,
    CalibrationKind.INTERCEPT: 20,
    CalibrationKind.SIGMOID: 100,
    CalibrationKind.ISOTONIC: 500,
}
"""Of those who reached the goal, and of those who did not, so many have to be held out for a kind to be tried."""
_FOLDS = 5
_STEPS = 50


def fit_calibration(
    log_odds: Floats, outcome: NDArray[np.bool_], weight: Floats | None = None, *, seed: int = 0
) -> Calibration:
    """The calibration that held-out log-odds and outcomes support; arrays of shape (rows,)."""
    odds, hit, load = checked(log_odds, outcome, weight)
    fewest = int(min(hit.sum(), len(hit) - hit.sum()))
    tried = [kind for kind in CalibrationKind if fewest >= LEAST_ROWS[kind]]
    losses = {kind: _cross_fitted(kind, odds, hit, load, seed) for kind in tried}
    chosen = CalibrationKind.NONE
    for kind in tried[1:]:
        if _pays(losses[chosen] - losses[kind], load):
            chosen = kind
    return calibration_of(chosen, odds, hit, load)


def calibration_of(kind: CalibrationKind, log_odds: Floats, outcome: Floats, weight: Floats) -> Calibration:
    """The calibration of that kind that fits best."""
    if kind is CalibrationKind.NONE:
        return Calibration()
    if kind is CalibrationKind.ISOTONIC:
        knots, heights = isotonic(log_odds, outcome, weight)
        return Calibration(kind, knots=knots, heights=heights)
    slope, shift = _affine(log_odds, outcome, weight, free_slope=kind is CalibrationKind.SIGMOID)
    return Calibration(kind, slope, shift)


def checked(log_odds: Floats, outcome: NDArray[np.bool_], weight: Floats | None) -> tuple[Floats, Floats, Floats]:
    """The three as numbers, weights of mean 1; DataError where they do not go together."""
    odds, hit = np.asarray(log_odds, np.float64), np.asarray(outcome, np.float64)
    load = np.ones(len(odds)) if weight is None else np.asarray(weight, np.float64)
    if odds.ndim != 1 or odds.shape != hit.shape or odds.shape != load.shape:
        raise DataError("held-out rows", "log-odds, outcomes and weights have to be as many.")
    if not (np.isfinite(odds).all() and np.isin(hit, (0.0, 1.0)).all() and np.isfinite(load).all()):
        raise DataError("held-out rows", "log-odds and weights have to be finite numbers, and outcomes yes or no.")
    if (load < 0).any() or (len(load) and not load.sum()):
        raise DataError("held-out rows", "weights have to be above 0.")
    return odds, hit, load / load.mean() if len(load) else load


def _cross_fitted(kind: CalibrationKind, odds: Floats, hit: Floats, load: Floats, seed: int) -> Floats:
    """The loss of each row by a calibration that was fitted without it."""
    if kind is CalibrationKind.NONE:
        return log_losses(odds, hit)
    fold = _folds(hit, seed)
    losses = np.empty(len(odds))
    for number in range(_FOLDS):
        held = fold == number
        fitted = calibration_of(kind, odds[~held], hit[~held], load[~held])
        losses[held] = log_losses(fitted.apply(odds[held]), hit[held])
    return losses


def _folds(hit: Floats, seed: int) -> NDArray[np.intp]:
    """The fold of each row; of either outcome each fold has as many, give or take one."""
    shuffled = np.random.default_rng(seed).permutation(len(hit))
    by_outcome = shuffled[np.argsort(hit[shuffled], kind="stable")]
    fold = np.empty(len(hit), np.intp)
    fold[by_outcome] = np.arange(len(hit)) % _FOLDS
    return fold


def _pays(gain: Floats, load: Floats) -> bool:
    """Whether the mean gain is above its standard error."""
    weighed = gain * load
    return bool(weighed.mean() > weighed.std() / np.sqrt(max(len(gain), 1)) + 1e-12)


def _affine(odds: Floats, hit: Floats, load: Floats, *, free_slope: bool) -> tuple[float, float]:
    """Slope and shift of greatest likelihood, by Newton's method; the slope is held above 0, being e to a power.

    Targets are Platt's ("Probabilistic outputs for support vector machines", 1999): a little short of 0 and 1, so that
    no separation sends the slope to infinity.
    """
    hits, misses = float((hit * load).sum()), float(((1 - hit) * load).sum())
    target = np.where(hit > 0.5, (hits + 1) / (hits + 2), 1 / (misses + 2)) if free_slope else hit
    power, shift = 0.0, 0.0
    for _ in range(_STEPS):
        slope = np.exp(power)
        chance = logistic(slope * odds + shift)
        miss, bend = load * (chance - target), load * chance * (1 - chance)
        along = slope * odds
        gradient = np.array([(miss * along).sum() if free_slope else 0.0, miss.sum()])
        cross = (bend * along).sum() if free_slope else 0.0
        # The curvature of the log loss without its part that may be negative (Fisher scoring), a hair above 0.
        curve = np.array([[(bend * along**2).sum() if free_slope else 1.0, cross], [cross, bend.sum()]])
        step = np.linalg.solve(curve + 1e-9 * np.eye(2), gradient)
        step = np.clip(step, -1.0, 1.0)
        power, shift = float(np.clip(power - step[0], -5, 5)), float(np.clip(shift - step[1], -20, 20))
        if np.abs(step).max() < 1e-10:
            break
    return float(np.exp(power)), shift
