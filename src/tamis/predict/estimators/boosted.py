"""Boosted trees: a challenger of the glass box, by LightGBM."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tamis.errors import UsageError
from tamis.predict.additive import AdditiveModel, Axis, BoostedModel, category_axis, number_axis
from tamis.predict.additive.axis import kind_of
from tamis.predict.additive.boosted import lightgbm, tree_values
from tamis.predict.additive.trees import MOST_LEAVES, MOST_TREES, trees_of
from tamis.predict.estimators.base import Likelihood, base_rate_model
from tamis.predict.estimators.binning import frequent_categories
from tamis.predict.estimators.training import Training, stratified_folds
from tamis.predict.feature import Kind
from tamis.predict.scorer import Floats

_FOLDS = 5
_PATIENCE = 50


class Boosted(Likelihood):
    """Trees are added until the log loss over a fifth of the records, held out, has not fallen for 50 trees; then all
    rows are learnt from, with as many trees (`trees_`) and a few more, as there are more rows.

    UsageError where LightGBM cannot be loaded; `Boosted.missing()` tells it beforehand. Also after `fit`: `library_`,
    the fitted booster of LightGBM, unless no column tells anything.
    """

    _least = 10
    _called = "a model of boosted trees"

    def __init__(
        self, *, learning_rate: float = 0.05, leaves: int = 15, rounds: int = 3_000, seed: int = 0, threads: int = 1
    ) -> None:
        self.learning_rate = learning_rate
        self.leaves = leaves
        self.rounds = rounds
        self.seed = seed
        self.threads = threads

    @staticmethod
    def missing() -> str:
        """A sentence that says why this machine cannot have it, or nothing."""
        try:
            lightgbm()
        except UsageError as error:
            return str(error)
        return ""

    def _fitted(self, training: Training) -> BoostedModel | AdditiveModel:
        library = lightgbm()
        axes = _axes(training)
        if not axes:
            return base_rate_model(training)
        values = tree_values(axes, {axis.feature: training.table[axis.feature] for axis in axes})
        held = stratified_folds(training, _FOLDS, np.random.default_rng(self.seed)) == 0
        self.trees_ = self._enough(library, _Rows(axes, values, training), held)
        data = _Rows(axes, values, training).of(library)
        more = min(MOST_TREES, round(self.trees_ * _FOLDS / (_FOLDS - 1)))
        self.library_ = library.train(self._settings(), data, num_boost_round=more)
        return BoostedModel(axes, trees_of(self.library_.model_to_string()))

    def _enough(self, library: Any, rows: _Rows, held: NDArray[np.bool_]) -> int:
        """How many trees have the least log loss over the rows that are held out."""
        data = rows.of(library, ~held)
        stop = library.early_stopping(_PATIENCE, verbose=False)
        watched = rows.of(library, held, data)
        fitted = library.train(self._settings(), data, self.rounds, valid_sets=[watched], callbacks=[stop])
        return max(1, int(fitted.best_iteration))

    def _settings(self) -> dict[str, Any]:
        return {
            "objective": "binary",
            "metric": "binary_logloss",
            "learning_rate": self.learning_rate,
            "num_leaves": min(self.leaves, MOST_LEAVES),
            "min_data_in_leaf": 20,
            "lambda_l2": 1.0,
            "feature_fraction": 0.8,
            "seed": self.seed,
            "num_threads": self.threads,
            # The same model on one thread or two.
            "deterministic": True,
            "force_row_wise": True,
            "verbosity": -1,
        }


class _Rows:
    """What LightGBM is given of some rows."""

    def __init__(self, axes: tuple[Axis, ...], values: Floats, training: Training) -> None:
        self._categories = [place for place, axis in enumerate(axes) if axis.kind is Kind.CATEGORY]
        self._values, self._training = values, training

    def of(self, library: Any, chosen: NDArray[np.bool_] | slice = slice(None), reference: Any = None) -> Any:
        return library.Dataset(
            self._values[chosen],
            self._training.outcome[chosen].astype(np.float64),
            weight=self._training.weight[chosen],
            categorical_feature=self._categories,
            reference=reference,
            params={"verbosity": -1},
        )


def _axes(training: Training) -> tuple[Axis, ...]:
    """An axis for each column whose values differ."""
    axes = (_axis(training, name) for name in training.table)
    values = ((axis, tree_values((axis,), {axis.feature: training.table[axis.feature]})[:, 0]) for axis in axes)
    return tuple(axis for axis, column in values if np.unique(column[:]).size > 1)


def _axis(training: Training, name: str) -> Axis:
    column = training.table[name]
    if kind_of(column) is Kind.NUMBER:
        return number_axis(name, np.empty(0))
    return category_axis(name, frequent_categories(column, name, training.record))
