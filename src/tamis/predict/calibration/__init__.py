"""Probabilities that can be staked on: calibration, and intervals.

calibration = fit_calibration(log_odds, outcome, weight, seed=seed)   # of held-out rows
calibration.kind                       # CalibrationKind: none, intercept, sigmoid or isotonic
calibration.apply(log_odds)            # calibrated log-odds
calibration.probability(log_odds)      # 0.001-0.999
intervals = Intervals.fit(calibration.apply(log_odds), outcome, weight, record)
low, high = intervals.of(calibration.apply(log_odds))                 # low < probability < high
Calibrated(scorer, calibration)        # a Scorer whose contributions add up to the calibrated log-odds
probability(log_odds), logit(shares)   # between log-odds and probabilities
"""

from tamis.predict.calibration.calibrated import Calibrated, CalibrationTerm
from tamis.predict.calibration.fitting import calibration_of, fit_calibration
from tamis.predict.calibration.intervals import Intervals
from tamis.predict.calibration.kinds import Calibration, CalibrationKind
from tamis.predict.calibration.probability import LEAST, MOST, log_losses, logistic, logit, probability
from tamis.predict.calibration.steps import intervals_of_steps

__all__ = [
    "LEAST",
    "MOST",
    "Calibrated",
    "Calibration",
    "CalibrationKind",
    "CalibrationTerm",
    "Intervals",
    "calibration_of",
    "fit_calibration",
    "intervals_of_steps",
    "log_losses",
    "logistic",
    "logit",
    "probability",
]
