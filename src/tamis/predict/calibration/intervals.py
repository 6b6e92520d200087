"""How far a likelihood can be trusted: a band around it, from what became of rows that were held out.

What it promises: of the records with such a likelihood, the share that reaches the goal lies between the two ends, with
90 %. That is a statement of records with such a likelihood together; of two with the same one nobody can tell from
outcomes how far apart they are in what no data shows.

How it is found. Held-out rows tell by what function of what was said it happened: calibrated log-odds are s + d(s), d a
constant, a slope and a bend (Cox, Biometrika, 1958; curves as Austin & Steyerberg, Statistics in Medicine, 2014). d is
drawn towards 0, which it is of a model that is right, so few rows make a wide band and not a wild one; and a record's
rows count as far as they do not depend on each other. The band is that curve's 90 % interval together with one as wide
about the likelihood itself: the model that is asked has learnt from newer rows than the one that was judged, and is not
corrected by what that one missed. So the likelihood is never at an end.

Before, the ends were those of a Venn-Abers predictor. They are two calibrated probabilities and no interval of a share:
of eight simulated companies (six of 1,800 contacts, two of 5,000) they held the mean true probability of 38 of 80
tenths of the open contacts, by likelihood; the band holds that of 71. What it cannot know is whether the time to come
is like the time held out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tamis.errors import DataError
from tamis.predict.calibration.fitting import checked
from tamis.predict.calibration.probability import LEAST, MOST, logistic, logit, probability
from tamis.predict.scorer import Floats

LEVEL = 0.90
_Z = 1.644854
"""Of 90 %, both sides."""
KNOTS = np.linspace(-7.0, 7.0, 57)
"""Log-odds at which the band is kept: by quarters, a little further than likelihoods go (0.1 % to 99.9 %)."""
# How far off a model may well be before anything was held out: standard deviations of the constant, the slope (for each
# unit of log-odds) and the bend.
_BEFOREHAND = np.array([1.0, 0.4, 0.4])
_STEPS = 50


@dataclass(frozen=True, eq=False)
class Intervals:
    """How far the ends lie `below` and `above` log-odds, both in log-odds, at rising `knots`; between knots the way is
    straight, and beyond them it stays as it is."""

    knots: Floats
    below: Floats
    above: Floats

    def __post_init__(self) -> None:
        same = self.knots.ndim == 1 and len(self.knots) and self.knots.shape == self.below.shape == self.above.shape
        if not same or not np.isfinite(self.knots).all() or (np.diff(self.knots) <= 0).any():
            raise DataError("intervals", "the knots have to be rising numbers, each with a way down and a way up.")
        ways = np.concatenate([self.below, self.above])
        if not (np.isfinite(ways) & (ways >= 0)).all():
            raise DataError("intervals", "an end lies on the wrong side of the likelihood.")

    @classmethod
    def fit(
        cls,
        log_odds: Floats,
        outcome: NDArray[np.bool_],
        weight: Floats | None = None,
        record: NDArray[np.int64] | None = None,
    ) -> Intervals:
        """From calibrated log-odds of held-out rows, what became of them, and whose they are (each row its own record's
        if not given)."""
        odds, hit, load = checked(log_odds, outcome, weight)
        odds = np.clip(odds, KNOTS[0], KNOTS[-1])
        counted = load * _independent(odds, hit, load, np.arange(len(odds)) if record is None else record)
        middle = float(np.average(odds, weights=counted)) if len(odds) else 0.0
        curve, covariance = _off_by(odds, hit, counted, middle)
        basis = _basis(KNOTS, middle)
        off = basis @ curve
        reach = _Z * np.sqrt(np.einsum("ij,jk,ik->i", basis, covariance, basis))
        return cls(KNOTS, np.maximum(-off, 0.0) + reach, np.maximum(off, 0.0) + reach)

    def of(self, log_odds: Floats) -> tuple[Floats, Floats]:
        """Low and high end (0.001–0.999) for calibrated log-odds: below and above the probability, unless that is as
        near to certain as any may be."""
        odds = logit(probability(log_odds))
        ends = (-np.interp(odds, self.knots, self.below), np.interp(odds, self.knots, self.above))
        low, high = (np.clip(logistic(odds + end), LEAST, MOST) for end in ends)
        return low, high


def _basis(odds: Floats, middle: float) -> Floats:
    """The functions that d is made of, shape (rows, 3): 1, the way from the middle, and a bend that grows no faster
    than that far from it."""
    way = odds - middle
    return np.column_stack([np.ones_like(way), way, np.sqrt(1.0 + way**2) - 1.0])


def _off_by(odds: Floats, hit: Floats, counted: Floats, middle: float) -> tuple[Floats, Floats]:
    """The three factors of d, the most probable, and how far each may be off: their covariance (Laplace)."""
    basis, beforehand = _basis(odds, middle), np.diag(1.0 / _BEFOREHAND**2)
    factors = np.zeros(3)
    curve = beforehand
    for _ in range(_STEPS):
        chance = logistic(odds + basis @ factors)
        gradient = basis.T @ (counted * (hit - chance)) - beforehand @ factors
        curve = basis.T @ (basis * (counted * chance * (1 - chance))[:, None]) + beforehand
        step = np.clip(np.linalg.solve(curve, gradient), -1.0, 1.0)
        factors = factors + step
        if np.abs(step).max() < 1e-9:
            break
    return factors, np.asarray(np.linalg.inv(curve), np.float64)


def _independent(odds: Floats, hit: Floats, load: Floats, record: NDArray[np.int64]) -> float:
    """How many rows that do not depend on each other one of these counts for, of mean weight: 1 or less. One conversion
    counts at every landmark that it follows within the horizon (Rao & Scott, JASA 1981)."""
    if not len(odds):
        return 1.0
    _, where = np.unique(record, return_inverse=True)
    missed = load * (hit - logistic(odds))
    by_row = float(np.square(missed).sum())
    together = float(np.square(np.bincount(where, weights=missed)).sum()) / by_row if by_row else 1.0
    return float(load.sum() ** 2 / np.square(load).sum() / len(load)) / max(1.0, together)
