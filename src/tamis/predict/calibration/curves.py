"""A rising curve through held-out log-odds."""

from __future__ import annotations

import numpy as np

from tamis.predict.calibration.probability import logit
from tamis.predict.scorer import Floats


def isotonic(log_odds: Floats, outcome: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Knots and heights (log-odds, both rising): the centred isotonic regression of Oron & Flournoy (2017).

    Each pooled block becomes one knot, at its mean, and between knots the curve is straight, so it rises where plain
    isotonic regression is flat and would make equal what the model tells apart. Half a hit and half a miss is added to
    each block: a block of hits only is no proof of certainty.
    """
    # Imported here: who asks a model fits nothing.
    from sklearn.isotonic import isotonic_regression

    order = np.argsort(log_odds, kind="stable")
    odds, hit, load = log_odds[order], outcome[order], np.maximum(weight[order], 1e-12)
    starts = np.flatnonzero(np.diff(odds, prepend=-np.inf) > 0)
    loads, hits, places = (np.add.reduceat(values, starts) for values in (load, load * hit, load * odds))
    levels = isotonic_regression(hits / loads, sample_weight=loads, y_min=0.0, y_max=1.0)
    blocks = np.flatnonzero(np.diff(levels, prepend=-1.0) > 0)
    loads, hits, places = (np.add.reduceat(values, blocks) for values in (loads, hits, places))
    heights = np.maximum.accumulate(logit((hits + 0.5) / (loads + 1.0)))
    knots = places / loads
    # Means of neighbouring blocks may be equal but for rounding.
    apart = np.diff(knots, prepend=-np.inf) > 0
    return knots[apart], heights[apart]
