"""How far a probability can be trusted: Venn–Abers intervals.

Vovk & Petej, "Venn–Abers predictors", UAI 2014: the new row is taken for a miss, then for a hit, and isotonic
regression over held-out rows and it gives two probabilities, one of which is perfectly calibrated. The guarantee holds
for any score that was made without those rows, so also for one in at most 200 steps, for which the two can be computed
beforehand; and no single held-out row is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tamis.errors import DataError
from tamis.predict.additive.edges import equal_count_edges
from tamis.predict.calibration.fitting import checked
from tamis.predict.calibration.probability import LEAST, MOST, probability
from tamis.predict.scorer import Floats

_STEPS = 200


@dataclass(frozen=True, eq=False)
class Intervals:
    """`lows` and `highs` (probabilities) for log-odds below the first edge, between each two, and from the last on."""

    edges: Floats
    lows: Floats
    highs: Floats

    def __post_init__(self) -> None:
        same = self.edges.ndim == 1 and self.lows.shape == self.highs.shape == (len(self.edges) + 1,)
        if not same or not np.isfinite(self.edges).all() or (np.diff(self.edges) <= 0).any():
            raise DataError("intervals", "the steps have to be rising numbers, with one interval more than those.")
        if not ((self.lows >= 0) & (self.lows <= self.highs) & (self.highs <= 1)).all():
            raise DataError("intervals", "an interval has to be of probabilities, its low end first.")

    @classmethod
    def fit(cls, log_odds: Floats, outcome: NDArray[np.bool_], weight: Floats | None = None) -> Intervals:
        """From calibrated log-odds of held-out rows and what became of them."""
        odds, hit, load = checked(log_odds, outcome, weight)
        edges = equal_count_edges(odds, _STEPS)
        step = np.searchsorted(edges, odds, side="right")
        weights = (load * hit, load)
        hits, loads = (np.bincount(step, part, len(edges) + 1).astype(np.float64) for part in weights)
        lows, highs = (_taken_for(taken, hits, loads) for taken in (0.0, 1.0))
        return cls(edges, np.minimum(lows, highs), highs)

    def of(self, log_odds: Floats) -> tuple[Floats, Floats]:
        """Low and high end (0.001–0.999) for calibrated log-odds; the probability itself is never outside of them."""
        chance = probability(log_odds)
        step = np.searchsorted(self.edges, log_odds, side="right")
        low = np.clip(np.minimum(self.lows[step], chance), LEAST, MOST)
        return low, np.clip(np.maximum(self.highs[step], chance), LEAST, MOST)


def _taken_for(taken: float, hits: Floats, loads: Floats) -> Floats:
    """The probability at each step, were there one row more at it, with that outcome."""
    # Imported here: who asks a model fits nothing.
    from sklearn.isotonic import isotonic_regression

    found = np.empty(len(hits))
    for step in range(len(hits)):
        more, heavier = hits.copy(), loads.copy()
        more[step] += taken
        heavier[step] += 1.0
        present = heavier > 0
        level = isotonic_regression(more[present] / heavier[present], sample_weight=heavier[present])
        found[step] = level[int(present[:step].sum())]
    return np.clip(found, 0.0, 1.0)
