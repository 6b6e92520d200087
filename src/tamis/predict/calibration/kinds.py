"""How a model's log-odds are brought to what really happened: four kinds, none of which inverts a ranking."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from tamis.errors import DataError
from tamis.predict.calibration.probability import probability
from tamis.predict.scorer import Floats


class CalibrationKind(StrEnum):
    """From doing least to doing most."""

    NONE = "none"
    INTERCEPT = "intercept"
    """The base rate has moved: all log-odds are shifted alike."""
    SIGMOID = "sigmoid"
    """Shifted, and stretched or squeezed (Platt 1999), by a slope above 0."""
    ISOTONIC = "isotonic"
    """Any rising curve (Zadrozny & Elkan 2002), straight between its knots, so that few values become equal."""


@dataclass(frozen=True, eq=False)
class Calibration:
    """Calibrated log-odds are `slope` × log-odds + `shift`, or, where isotonic, read from the curve through the knots
    (`knots`: rising log-odds, `heights`: rising calibrated ones); beyond the outermost knots it goes on at slope 1."""

    kind: CalibrationKind = CalibrationKind.NONE
    slope: float = 1.0
    shift: float = 0.0
    knots: Floats = field(default_factory=lambda: np.empty(0))
    heights: Floats = field(default_factory=lambda: np.empty(0))

    def __post_init__(self) -> None:
        if not (0.0 < self.slope < np.inf and np.isfinite(self.shift)):
            raise DataError("calibration", "its slope has to be above 0 and its shift a finite number.")
        _check_curve(self.knots, self.heights, is_curve=self.kind is CalibrationKind.ISOTONIC)

    @property
    def is_affine(self) -> bool:
        return self.kind is not CalibrationKind.ISOTONIC

    def apply(self, log_odds: Floats) -> Floats:
        """Calibrated log-odds, of the same shape."""
        if self.is_affine:
            return self.slope * np.asarray(log_odds, np.float64) + self.shift
        held = np.clip(log_odds, self.knots[0], self.knots[-1])
        return np.interp(held, self.knots, self.heights) + (log_odds - held)

    def probability(self, log_odds: Floats) -> Floats:
        """Calibrated, between 0.001 and 0.999."""
        return probability(self.apply(log_odds))


def _check_curve(knots: Floats, heights: Floats, *, is_curve: bool) -> None:
    if knots.ndim != 1 or knots.shape != heights.shape or (len(knots) > 0) != is_curve:
        raise DataError("calibration", "its curve has to be as many heights as knots, and is for isotonic only.")
    if not (np.isfinite(knots).all() and np.isfinite(heights).all()):
        raise DataError("calibration", "its curve holds what is no finite number.")
    if (np.diff(knots) <= 0).any() or (np.diff(heights) < 0).any():
        raise DataError("calibration", "its curve has to rise.")
