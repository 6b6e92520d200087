"""What all estimators share: scikit-learn's conventions around a `Scorer`."""

from __future__ import annotations

from abc import abstractmethod
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted
from threadpoolctl import threadpool_limits

from tamis.predict.additive import AdditiveModel
from tamis.predict.calibration.probability import probability
from tamis.predict.estimators.training import Training, checked_training, need_of_each, pick
from tamis.predict.scorer import Floats, Scorer


class Likelihood(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn brings no types
    """A classifier of two classes, False and True, over a DataFrame of numbers (NaN unknown) and texts (None unknown).

    Attributes after `fit`: `scorer_`, `classes_`, `feature_names_in_`, `n_features_in_`.
    """

    _least = 1
    """So many rows that reached the goal, and that did not, are needed."""
    _called = "this model"

    def fit(
        self,
        table: pd.DataFrame,
        outcome: ArrayLike,
        weight: ArrayLike | None = None,
        record: ArrayLike | None = None,
    ) -> Self:
        """Learns from rows; `outcome` is true or false for each, `weight` how many rows it stands for (1).

        `record` tells which rows are of one record: these are held out together, and a category has to be that of at
        least 10 records to be named in the model. DataError tells in a sentence what cannot be learnt from.
        """
        training = checked_training(table, outcome, weight, record)
        need_of_each(training, self._least, self._called)
        self.classes_ = np.array([False, True])
        self.feature_names_in_ = pick(list(table.columns))
        self.n_features_in_ = len(self.feature_names_in_)
        # Its threads of linear algebra wait for each other longer than they work, whatever number was asked for.
        with threadpool_limits(1, user_api="blas"):
            self.scorer_ = self._fitted(training)
        return self

    @abstractmethod
    def _fitted(self, training: Training) -> Scorer:
        """The model that was learnt."""

    def scorer(self) -> Scorer:
        """The fitted model alone, as it is kept and asked."""
        check_is_fitted(self, "scorer_")
        return self.scorer_

    def decision_function(self, table: pd.DataFrame) -> Floats:
        """Log-odds, shape (rows,)."""
        return self.scorer().log_odds(table)

    def predict_proba(self, table: pd.DataFrame) -> Floats:
        """Shape (rows, 2): of False and of True, between 0.001 and 0.999."""
        chance = probability(self.decision_function(table))
        return np.column_stack([1.0 - chance, chance])

    def predict(self, table: pd.DataFrame) -> NDArray[np.bool_]:
        """Which of the two is more probable, shape (rows,)."""
        return self.decision_function(table) > 0.0

    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:
        """The names of the terms, which are the columns of the scorer's contributions."""
        return pick([term.name for term in self.scorer().terms])


def prior(training: Training) -> float:
    """The log-odds of the base rate, which is neither 0 nor 1."""
    return float(np.log(training.base_rate) - np.log1p(-training.base_rate))


def base_rate_model(training: Training) -> AdditiveModel:
    """What is left where no column tells anything: the base rate for all."""
    return AdditiveModel(prior(training), (), ())
