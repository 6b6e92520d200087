"""What is kept of a trained model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from tamis.errors import DataError
from tamis.predict.additive import AdditiveModel, BoostedModel, shown
from tamis.predict.calibration import Calibrated, Calibration, Intervals, probability
from tamis.predict.feature import Feature
from tamis.predict.scorer import Floats


@dataclass(frozen=True, eq=False)
class Artefact:
    """A model, what its features are, and `facts`: whatever JSON can say of it (goal, as-of instant, seed, period of
    training, measures, …). `intervals` is None where too few rows were held out for any."""

    scorer: AdditiveModel | BoostedModel
    calibration: Calibration
    intervals: Intervals | None
    features: tuple[Feature, ...]
    facts: Mapping[str, Any]

    def __post_init__(self) -> None:
        kinds = {feature.name: feature.kind for feature in self.features}
        if len(kinds) != len(self.features):
            raise DataError("model", "two features have one name.")
        for axis in self.scorer.axes:
            if kinds.get(axis.feature) is not axis.kind:
                raise DataError("model", f"it looks at {shown(axis.feature)}, which is no feature of that kind.")

    @cached_property
    def calibrated(self) -> Calibrated:
        """The model with its calibration: the `Scorer` to ask."""
        return Calibrated(self.scorer, self.calibration)

    def likelihoods(self, table: pd.DataFrame) -> tuple[Floats, Floats, Floats]:
        """Probability, low and high end of each row (0.001–0.999); without intervals, both ends are the probability."""
        log_odds = self.calibrated.log_odds(table)
        chance = probability(log_odds)
        return (chance, chance, chance) if self.intervals is None else (chance, *self.intervals.of(log_odds))
