"""A model and its calibration as one `Scorer`, whose contributions add up to the calibrated log-odds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tamis.predict.calibration.kinds import Calibration, CalibrationKind
from tamis.predict.scorer import Explained, Floats, Scorer, Term


@dataclass(frozen=True)
class CalibrationTerm(Term):
    """What a calibration adds that is no multiple of what the model said; it looks at no feature."""

    features: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return "calibration"


@dataclass(frozen=True, eq=False)
class Calibrated:
    """A `Scorer`. Where the calibration is a slope and a shift, contributions and intercept are multiplied by the slope
    and the shift goes to the intercept; an isotonic one is a term of its own, the last: calibrated less plain log-odds.
    """

    scorer: Scorer
    calibration: Calibration

    @property
    def terms(self) -> tuple[Term, ...]:
        return self.scorer.terms if self.calibration.is_affine else (*self.scorer.terms, CalibrationTerm())

    @property
    def intercept(self) -> float:
        plain = self.scorer.intercept
        return self.calibration.slope * plain + self.calibration.shift if self.calibration.is_affine else plain

    def contributions(self, table: pd.DataFrame) -> Floats:
        """Shape (rows, terms), in log-odds."""
        return self.explain(table).contributions

    def log_odds(self, table: pd.DataFrame) -> Floats:
        """Shape (rows,), calibrated."""
        return self.calibration.apply(self.scorer.log_odds(table))

    def explain(self, table: pd.DataFrame) -> Explained:
        """Both at once."""
        plain = self.scorer.explain(table)
        log_odds = self.calibration.apply(plain.log_odds)
        if self.calibration.kind in (CalibrationKind.NONE, CalibrationKind.INTERCEPT):
            return Explained(log_odds, plain.contributions)
        if self.calibration.is_affine:
            return Explained(log_odds, plain.contributions * self.calibration.slope)
        return Explained(log_odds, np.column_stack([plain.contributions, log_odds - plain.log_odds]))
