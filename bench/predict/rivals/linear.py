"""Logistic regression: plain, and ridge on binned numbers."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline

from bench.predict.preparing import binned, scaled, with_unknown
from bench.predict.rivals import Outcomes, Probabilities
from bench.predict.sets import DataSet


class PlainLogistic:
    """Scaled numbers and categories, scikit-learn's own penalty."""

    def fit(self, learnt: DataSet) -> None:
        self._model = make_pipeline(scaled(learnt.table), _logistic(1.0)).fit(
            with_unknown(learnt.table), learnt.outcome
        )

    def probabilities(self, table: pd.DataFrame) -> Probabilities:
        return np.asarray(self._model.predict_proba(with_unknown(table))[:, 1])


class BinnedLogistic:
    """Numbers cut into bins of as many rows each; bins and penalty by cross-validation."""

    bins: ClassVar = (8, 20)
    strengths: ClassVar = (0.03, 0.1, 0.3, 1.0)

    def __init__(self, seed: int) -> None:
        self._parts = StratifiedKFold(5, shuffle=True, random_state=seed)

    def fit(self, learnt: DataSet) -> None:
        known, outcome = with_unknown(learnt.table), learnt.outcome
        grid = [(bins, strength) for bins in self.bins for strength in self.strengths]
        models = [self._model_of(known, bins, strength) for bins, strength in grid]
        losses = [self._loss(model, known, outcome) for model in models]
        self._model = models[int(np.argmin(losses))].fit(known, outcome)

    def probabilities(self, table: pd.DataFrame) -> Probabilities:
        return np.asarray(self._model.predict_proba(with_unknown(table))[:, 1])

    def _loss(self, model: Pipeline, table: pd.DataFrame, outcome: Outcomes) -> float:
        said = cross_val_predict(model, table, outcome, cv=self._parts, method="predict_proba")[:, 1]
        return float(log_loss(outcome, said))

    def _model_of(self, table: pd.DataFrame, bins: int, strength: float) -> Pipeline:
        return make_pipeline(binned(table, bins), _logistic(strength))


def _logistic(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=2000)
