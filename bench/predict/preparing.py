"""Tables as the libraries of the rivals want them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

UNKNOWN = "(unknown)"
# A category seen less often than this is one of the rare ones.
RARE = 10


def numbers_of(table: pd.DataFrame) -> list[str]:
    """Names of the columns of numbers, in order."""
    return [name for name in table if table[name].dtype != object]


def categories_of(table: pd.DataFrame) -> list[str]:
    """Names of the columns of categories, in order."""
    return [name for name in table if table[name].dtype == object]


def with_unknown(table: pd.DataFrame) -> pd.DataFrame:
    """The table with a category of its own for what is unknown."""
    return table.assign(**{name: table[name].where(table[name].notna(), UNKNOWN) for name in categories_of(table)})


def scaled(table: pd.DataFrame) -> ColumnTransformer:
    """Numbers to a mean of 0 and a deviation of 1, with a flag for what is unknown; a column for each category."""
    numbers = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    return ColumnTransformer(
        [("numbers", numbers, numbers_of(table)), ("categories", _one_hot(), categories_of(table))]
    )


def binned(table: pd.DataFrame, bins: int) -> ColumnTransformer:
    """A column for each bin of a number (of as many rows each), for what is unknown, and for each category."""
    columns = [(f"number {place}", _Bins(bins), [name]) for place, name in enumerate(numbers_of(table))]
    return ColumnTransformer([*columns, ("categories", _one_hot(), categories_of(table))])


class _Bins(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """One column of numbers into columns of flags; scikit-learn's own bins refuse what is unknown."""

    def __init__(self, bins: int) -> None:
        self.bins = bins

    def fit(self, table: pd.DataFrame, outcome: object = None) -> _Bins:
        known = table.to_numpy(np.float64).ravel()
        known = known[~np.isnan(known)]
        inner = np.quantile(known, np.linspace(0, 1, self.bins + 1)[1:-1]) if len(known) else np.array([])
        self.edges_ = np.unique(inner)
        return self

    def transform(self, table: pd.DataFrame) -> NDArray[np.float64]:
        values = table.to_numpy(np.float64).ravel()
        place = np.searchsorted(self.edges_, values, side="left")
        place[np.isnan(values)] = len(self.edges_) + 1
        return np.asarray(np.eye(len(self.edges_) + 2)[place])


def _one_hot() -> OneHotEncoder:
    return OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=RARE)
