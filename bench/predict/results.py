"""What a contestant did on a data set."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """What a contestant did on the held-out rows of a data set, and what that cost (CPU seconds, all folds together).

    Log loss, Brier score and calibration error are of all held-out rows; AUC and average precision are means over the
    folds, whose log-odds may differ in level.
    """

    data: str
    contestant: str
    rows: int
    held_out: int
    rate: float
    log_loss: float
    auc: float
    average_precision: float
    brier: float
    calibration_error: float
    fit_seconds: float
    predict_seconds: float
    chose: str = ""
