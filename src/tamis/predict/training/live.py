"""The model that is live, asked about the same examples as the one that shall take its place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tamis.predict.calibration import probability
from tamis.predict.evaluation.comparison import Rival, RivalKind, against
from tamis.predict.evaluation.intervals import Judged
from tamis.predict.scorer import Floats

FEWEST_CONVERSIONS = 20
"""From so many conversions on, unseen by both, two models are held against each other."""


@dataclass(frozen=True)
class Live:
    """A live model's `version`, and its log-odds of every example; NaN where it may have learnt from the example."""

    version: str
    log_odds: Floats


def beside_live(live: Live | None, places: np.ndarray, judged: Judged, chances: Floats, *, seed: int) -> Rival | None:
    """The challenger beside the live model, on those of the held-out rows (at `places` among the examples, with the
    challenger's probabilities) that neither has seen; None where these are too few to tell."""
    if live is None:
        return None
    said = live.log_odds[places]
    unseen = ~np.isnan(said)
    outcome = judged.outcome[unseen]
    if outcome.sum() < FEWEST_CONVERSIONS or (~outcome).sum() < FEWEST_CONVERSIONS:
        return None
    among = Judged(outcome, judged.weight[unseen], judged.record[unseen])
    return against(among, chances[unseen], probability(said[unseen]), RivalKind.LIVE, name=live.version, seed=seed)


def is_no_worse(rival: Rival) -> bool:
    """Whether the challenger's log loss is no higher than the live model's, as far as these rows can tell."""
    difference = rival.log_loss_difference
    return difference is not None and difference.low <= 0
