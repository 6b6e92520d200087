"""Intervals as models kept them before: an interval of probabilities for each step of log-odds."""

from __future__ import annotations

import numpy as np

from tamis.errors import DataError
from tamis.predict.calibration.intervals import KNOTS, Intervals
from tamis.predict.calibration.probability import logit, probability
from tamis.predict.scorer import Floats


def intervals_of_steps(edges: Floats, lows: Floats, highs: Floats) -> Intervals:
    """The same as a band, as far as its knots tell: `lows` and `highs` below the first edge, between each two, and from
    the last on. A likelihood may stand at an end of it, as it did. DataError where the three do not go together."""
    if edges.ndim != 1 or not lows.shape == highs.shape == (len(edges) + 1,):
        raise DataError("intervals", "there has to be one interval more than there are steps.")
    if not np.isfinite(edges).all() or (np.diff(edges) <= 0).any():
        raise DataError("intervals", "the steps have to be rising numbers.")
    if not ((lows >= 0) & (lows <= highs) & (highs <= 1)).all():
        raise DataError("intervals", "an interval has to be of probabilities, its low end first.")
    step = np.searchsorted(edges, KNOTS, side="right")
    held = logit(probability(KNOTS))
    below, above = held - logit(lows[step]), logit(highs[step]) - held
    return Intervals(KNOTS, np.maximum(below, 0.0), np.maximum(above, 0.0))
