"""A trained model, as it is kept and asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tamis.predict.calibration import Calibrated, Calibration, Intervals
from tamis.predict.feature import Feature
from tamis.predict.reasons import Facts
from tamis.predict.scorer import Scorer


@dataclass(frozen=True)
class Model:
    """What is kept and asked.

    `scorer` says log-odds, `calibration` corrects them, `intervals` tell how far they can be trusted (None: nobody
    knows); `facts` are the counts that reasons quote, `base_rate` the share (0 to 1) of all examples that reached the
    goal.
    """

    features: tuple[Feature, ...]
    scorer: Scorer
    calibration: Calibration
    intervals: Intervals | None
    facts: Mapping[str, Facts]
    base_rate: float

    @property
    def calibrated(self) -> Calibrated:
        """Its contributions add up to the log-odds that likelihoods are made of."""
        return Calibrated(self.scorer, self.calibration)
