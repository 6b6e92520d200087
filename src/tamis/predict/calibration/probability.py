"""Log-odds and probabilities, and how near to certain a probability may be."""

from __future__ import annotations

import numpy as np

from tamis.predict.scorer import Floats

LEAST, MOST = 0.001, 0.999
"""No data that we learn from warrants more certainty (0.1 % and 99.9 %)."""


def probability(log_odds: Floats) -> Floats:
    """Between 0.001 and 0.999, of the same shape.

    >>> probability(np.array([-50.0, 0.0, 50.0])).tolist()
    [0.001, 0.5, 0.999]
    """
    return np.clip(logistic(log_odds), LEAST, MOST)


def logistic(log_odds: Floats) -> Floats:
    """1 / (1 + e⁻ˣ), for any number and without overflow."""
    return 0.5 * (1.0 + np.tanh(0.5 * np.asarray(log_odds, np.float64)))


def logit(share: Floats) -> Floats:
    """The log-odds of probabilities, which are brought between 0.001 and 0.999 before."""
    held = np.clip(np.asarray(share, np.float64), LEAST, MOST)
    return np.asarray(np.log(held / (1.0 - held)), np.float64)


def log_losses(log_odds: Floats, outcome: Floats) -> Floats:
    """What each row costs, in nats, by its clipped probability."""
    chance = probability(log_odds)
    return np.asarray(-np.where(outcome > 0.5, np.log(chance), np.log1p(-chance)), np.float64)
