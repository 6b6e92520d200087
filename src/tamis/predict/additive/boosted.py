"""Boosted trees as a `Scorer`: contributions are their exact SHAP values.

Lundberg et al., "From local explanations to global understanding with explainable AI for trees", 2020 (algorithm 2).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from tamis.errors import DataError, UsageError
from tamis.predict.additive.axis import Axis, numbers
from tamis.predict.additive.model import columns_of
from tamis.predict.additive.tree_shap import TreeShap
from tamis.predict.additive.trees import Trees, model_text
from tamis.predict.feature import Kind
from tamis.predict.scorer import Explained, Floats, Term

_CHUNK, _FEW = 1 << 15, 200


@dataclass(frozen=True, eq=False)
class BoostedModel:
    """A `Scorer` of one term a feature. `axes` are what the trees look at: numbers as they are (an axis of numbers
    needs no edges here), categories as their bins."""

    axes: tuple[Axis, ...]
    trees: Trees

    def __post_init__(self) -> None:
        if self.trees.feature.max(initial=-1) >= len(self.axes) or not self.axes:
            raise DataError("model", "its trees look at features that are not there.")

    @property
    def terms(self) -> tuple[Term, ...]:
        return tuple(Term((axis.feature,)) for axis in self.axes)

    @cached_property
    def intercept(self) -> float:
        """What is expected of the training rows."""
        return float(self._explained(np.zeros((1, len(self.axes))))[0, -1])

    def contributions(self, table: pd.DataFrame) -> Floats:
        """Shape (rows, terms), in log-odds. Of very many rows, ask for some at a time."""
        found = np.empty((len(table), len(self.axes)))
        for rows, values in self._chunks(table):
            found[rows] = self._parts(values)
        return found

    def log_odds(self, table: pd.DataFrame) -> Floats:
        """Shape (rows,)."""
        found = np.empty(len(table))
        for rows, values in self._chunks(table):
            found[rows] = self._booster.predict(values, raw_score=True)
        return found

    def explain(self, table: pd.DataFrame) -> Explained:
        """Both at once."""
        return Explained(self.log_odds(table), self.contributions(table))

    def _chunks(self, table: pd.DataFrame) -> Iterator[tuple[slice, Floats]]:
        columns = columns_of(table, tuple(axis.feature for axis in self.axes))
        for start in range(0, len(table), _CHUNK):
            rows = slice(start, start + _CHUNK)
            yield rows, tree_values(self.axes, {name: column.iloc[rows] for name, column in columns.items()})

    def _explained(self, values: Floats) -> Floats:
        return np.asarray(self._booster.predict(values, pred_contrib=True))

    def _parts(self, values: Floats) -> Floats:
        # Of few rows each goes a way of its own.
        if len(values) < _FEW or self._shap is None:
            return self._explained(values)[:, :-1]
        return self._shap.contributions(values)

    @cached_property
    def _shap(self) -> TreeShap | None:
        """None for trees of a sort that Tamis does not learn."""
        return TreeShap(self.axes, self.trees, self._explained_by) if TreeShap.is_for(self.axes, self.trees) else None

    def _explained_by(self, values: Floats, tree: int) -> Floats:
        asked = {"start_iteration": tree, "num_iteration": 1, "num_threads": 1}
        return np.asarray(self._booster.predict(values, pred_contrib=True, **asked))

    @cached_property
    def _booster(self) -> Any:
        return lightgbm().Booster(model_str=model_text(self.trees, len(self.axes)))


def tree_values(axes: tuple[Axis, ...], columns: dict[str, pd.Series]) -> Floats:
    """Shape (rows, axes): numbers as they are, categories as their bins, NaN where unknown."""
    rows = len(next(iter(columns.values())))
    values = np.empty((rows, len(axes)))
    for place, axis in enumerate(axes):
        column = columns[axis.feature]
        if axis.kind is Kind.NUMBER:
            values[:, place] = numbers(column, axis.feature)
        else:
            bins = axis.bins(column)
            values[:, place] = np.where(bins == 0, np.nan, bins)
    return values


def lightgbm() -> Any:
    """The library; UsageError where this system cannot load it."""
    try:
        import lightgbm as library
    except ImportError:
        raise UsageError("Boosted trees need LightGBM, which is not installed here.") from None
    except OSError:
        raise UsageError(
            "Boosted trees need LightGBM, which cannot be loaded here: this system lacks the library libgomp "
            "(on Debian and Ubuntu: apt-get install libgomp1)."
        ) from None
    return library
