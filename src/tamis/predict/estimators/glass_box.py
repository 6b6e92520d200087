"""The glass box: an explainable boosting machine, whose log-odds are a sum of curves that can be drawn.

Nori, Jenkins, Koch & Caruana, "InterpretML", 2019; the library is interpret-core. It never sees a name: columns are
numbered, and categories too.
"""

from __future__ import annotations

import warnings
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from interpret.glassbox import ExplainableBoostingClassifier
from joblib import parallel_config
from numpy.typing import NDArray

from tamis.predict.additive import AdditiveModel, Axis, TermTable, category_axis, kind_of, number_axis
from tamis.predict.additive.axis import Bins, numbers
from tamis.predict.estimators.base import Likelihood, base_rate_model
from tamis.predict.estimators.binning import frequent_categories
from tamis.predict.estimators.strength import number_bins, sampled, strongest
from tamis.predict.estimators.training import Training, stratified_folds
from tamis.predict.feature import Kind
from tamis.predict.scorer import Floats

_FEW_ROWS, _MANY_ROWS = 5_000, 20_000
# Of seven, one is held out to tell when to stop: about the library's own 15 %.
_FOLDS = 7
_MOST_PAIRED = 40
# What each step is shrunken by, as L2: within what is learnt from of the real sets, 0.1 to 0.3 % less log loss in five
# of six splits, and no more in the rest.
_RIDGE = 2.0


class GlassBox(Likelihood):
    """`bags` models, each of which holds out other records to tell when to stop, averaged; with `interactions` pairs of
    features. Each takes `smoothing` steps at random places of each curve, and then steps where they help most, until
    the held-out rows have not gained from `patience` for each feature. What is None the number of rows decides.

    Measured with 60,000 rows of 150 features: a patience of 20 instead of the library's 100 costs nothing and saves
    40 % of the time; fewer than 75 smoothing steps cost log loss and save a tenth.

    Also after `fit`: `library_`, the fitted classifier of interpret-core, unless no column tells anything.
    """

    _least = 10
    _called = "a glass box"

    def __init__(
        self,
        *,
        bags: int | None = None,
        interactions: int = 10,
        learning_rate: float | None = None,
        rounds: int | None = None,
        patience: int | None = None,
        smoothing: int = 75,
        bins: int = 256,
        seed: int = 0,
        threads: int = 1,
    ) -> None:
        self.bags = bags
        self.interactions = interactions
        self.learning_rate = learning_rate
        self.rounds = rounds
        self.patience = patience
        self.smoothing = smoothing
        self.bins = bins
        self.seed = seed
        self.threads = threads

    def _fitted(self, training: Training) -> AdditiveModel:
        columns = [_Column(training, name) for name in training.table]
        columns = [column for column in columns if column.tells]
        if not columns:
            return base_rate_model(training)
        self.library_ = self._library(len(training), columns)
        self.library_.exclude = _weak_pairs(columns, training)
        values = pd.DataFrame({str(place): column.values for place, column in enumerate(columns)})
        # Its own processes would start Python anew for each bag; its work leaves Python's lock to others.
        with parallel_config(backend="threading"), warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Missing values detected")
            self.library_.fit(values, training.outcome, training.weight, bags=self._held_out(training))
        return additive_form(self.library_, columns, values)

    def _library(self, rows: int, columns: list[_Column]) -> Any:
        # A low rate: with 50,000 rows of leads, 0.1 had 5 % more log loss on newer ones than 0.0075, in the same time;
        # with 7,000 and 9,000 rows, half the bags at half the usual rate had less, in less time.
        many = rows >= _MANY_ROWS
        return ExplainableBoostingClassifier(
            feature_names=[str(place) for place in range(len(columns))],
            feature_types=["continuous" if column.kind is Kind.NUMBER else "nominal" for column in columns],
            outer_bags=self.bags or (8 if rows < _FEW_ROWS else 4),
            interactions=min(self.interactions, len(columns) * (len(columns) - 1) // 2),
            learning_rate=self.learning_rate or 0.0075,
            max_rounds=self.rounds or (20_000 if many else 50_000),
            early_stopping_rounds=self.patience or (20 if many else 100),
            smoothing_rounds=self.smoothing,
            max_bins=self.bins,
            reg_lambda=_RIDGE,
            n_jobs=self.threads,
            random_state=self.seed,
        )

    def _held_out(self, training: Training) -> NDArray[np.int8]:
        """For each row and bag 1 if it is learnt from and -1 if it is held out, shape (rows, bags)."""
        generator = np.random.default_rng(self.seed)
        bags = [stratified_folds(training, _FOLDS, generator) == 0 for _ in range(self.library_.outer_bags)]
        return np.where(np.column_stack(bags), -1, 1).astype(np.int8)


def _weak_pairs(columns: list[_Column], training: Training) -> list[tuple[int, int]]:
    """Pairs of which one feature tells little alone. To measure all of 11,000 pairs took a third of the whole time."""
    chosen = sampled(len(training))
    strong = set(strongest([column.bins(chosen) for column in columns], training.rows(chosen), _MOST_PAIRED))
    return [pair for pair in combinations(range(len(columns)), 2) if not strong.issuperset(pair)]


class _Column:
    """A column as the library gets it: numbers, or the numbers of its categories as texts."""

    def __init__(self, training: Training, name: str) -> None:
        column = training.table[name]
        self.name, self.kind = name, kind_of(column)
        if self.kind is Kind.NUMBER:
            self.values: Any = numbers(column, name)
            known = self.values[~np.isnan(self.values)]
            self.tells = len(known) > 0 and (known.min() < known.max() or len(known) < len(self.values))
        else:
            self.axis = category_axis(name, frequent_categories(column, name, training.record))
            bins = self.axis.bins(column)
            self.tells = bool((bins != bins[0]).any())
            # Bin 0 is unknown, which the library is told by the code -1.
            self.values = pd.Categorical.from_codes(bins - 1, [str(bin) for bin in range(1, self.axis.size)])

    def bins(self, rows: slice) -> Bins:
        """Of some rows, a few bins of numbers, or the categories."""
        return number_bins(self.values[rows]) if self.kind is Kind.NUMBER else self.values.codes[rows] + 1


def additive_form(library: Any, columns: list[_Column], values: pd.DataFrame) -> AdditiveModel:
    """What a fitted classifier computes, as tables; `values` are what it was fitted on."""
    axes: list[Axis] = []
    places: dict[tuple[int, int], int] = {}
    tables = []
    for term, features in enumerate(library.term_features_):
        levels = [(feature, min(len(library.bins_[feature]), len(features)) - 1) for feature in features]
        for feature, level in levels:
            if (feature, level) not in places:
                places[feature, level] = len(axes)
                axes.append(_axis(columns[feature], library.bins_[feature][level]))
        found = tuple(places[level] for level in levels)
        takes = [_take(axes[places[level]], library.bins_[level[0]][level[1]]) for level in levels]
        tables.append(_table(library, term, found, np.ix_(*takes)))
    return AdditiveModel(float(library.intercept_[0]), tuple(axes), tuple(tables))


def _axis(column: _Column, bins: Any) -> Axis:
    return number_axis(column.name, bins) if column.kind is Kind.NUMBER else column.axis


def _take(axis: Axis, bins: Any) -> NDArray[np.intp]:
    """For each bin of the axis the library's own: of categories it has left out those that it never met."""
    if axis.kind is Kind.NUMBER:
        return np.arange(axis.size)
    return np.array([0, *(bins.get(str(bin), -1) for bin in range(1, axis.size))])


def _table(library: Any, term: int, axes: tuple[int, ...], take: Any) -> TermTable:
    scores: Floats = library.term_scores_[term][take]
    return TermTable(axes, scores, library.bin_weights_[term][take], library.standard_deviations_[term][take])
