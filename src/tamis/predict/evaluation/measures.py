"""How good probabilities are, against what happened; every row counts by its weight.

AUC, average precision, log loss and Brier score are scikit-learn's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tamis.predict.evaluation.calibration_curve import calibration_curve, expected_calibration_error

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Measures:
    """`rows` as they are, `conversions` and all else by weight; rates and probabilities 0–1. `auc` and
    `average_precision` are None where only one outcome happened."""

    rows: int
    conversions: float
    base_rate: float
    mean_predicted: float
    auc: float | None
    average_precision: float | None
    log_loss: float
    brier: float
    calibration_error: float
    """Expected calibration error, over ten bins of equal count."""


def measure(outcome: Flags, probability: Floats, weight: Floats) -> Measures:
    """What the probabilities are worth; a row at least."""
    # Imported here and below: who asks a model or reads a card measures nothing, and it takes a second to load.
    from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

    has_both = 0 < np.count_nonzero(outcome) < len(outcome)
    rank = {"y_true": outcome, "y_score": probability, "sample_weight": weight}
    return Measures(
        rows=len(outcome),
        conversions=float(weight[outcome].sum()),
        base_rate=float(np.average(outcome, weights=weight)),
        mean_predicted=float(np.average(probability, weights=weight)),
        auc=float(roc_auc_score(**rank)) if has_both else None,
        average_precision=float(average_precision_score(**rank)) if has_both else None,
        log_loss=mean_log_loss(outcome, probability, weight),
        brier=float(brier_score_loss(outcome, probability, sample_weight=weight, pos_label=True)),
        calibration_error=expected_calibration_error(calibration_curve(outcome, probability, weight)),
    )


def mean_log_loss(outcome: Flags, probability: Floats, weight: Floats) -> float:
    """Mean negative log likelihood, in nats."""
    from sklearn.metrics import log_loss

    return float(log_loss(outcome, probability, sample_weight=weight, labels=[False, True]))


def base_rate_log_loss(rate: float, outcome: Flags, weight: Floats) -> float:
    """The log loss of saying one rate, that of the training rows, for everybody."""
    # A rate of nothing or everything would be infinitely wrong about the first exception.
    constant = np.full(len(outcome), min(max(rate, 1e-6), 1 - 1e-6))
    return mean_log_loss(outcome, constant, weight)
