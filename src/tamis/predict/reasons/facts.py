"""How many of the examples with a value like a record's reached the goal: plain counts, whatever model is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tamis.predict.feature import Examples, Kind

Floats = NDArray[np.float64]

#: A rate of fewer examples than these says little, and could say too much of somebody.
FEWEST = 20
_BINS = 10


@dataclass(frozen=True)
class Rate:
    """Of `rows` examples with such a value, the share (0 to 1) that reached the goal. `low` and `high` bound the value
    where it is a number: `low <= value < high`, each None at an end that is open."""

    rows: float
    share: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Facts:
    """The counts of one feature: weighted examples, and those of them that reached the goal, by bin.

    A number's bins lie between `edges` (ascending), a category's are `categories`; the last bin is that of unknown
    values. So there are `len(edges) + 2` or `len(categories) + 1` bins.
    """

    edges: Floats | None
    categories: tuple[str, ...]
    rows: Floats
    reached: Floats

    def bins(self, values: pd.Series) -> NDArray[np.int64]:
        """The bin of each value; -1 for a category that was rare or unseen."""
        if self.edges is None:
            places = {category: place for place, category in enumerate(self.categories)}
            found = [places.get(value, -1) if isinstance(value, str) else len(places) for value in values]
            return np.array(found, dtype=np.int64)
        numbers = values.to_numpy(dtype=np.float64)
        found_bins = np.searchsorted(self.edges, numbers, side="right")
        return np.where(np.isnan(numbers), len(self.edges) + 1, found_bins).astype(np.int64)

    def rate(self, place: int) -> Rate | None:
        """The rate in a bin; None where there are too few examples to tell of."""
        if place < 0 or self.rows[place] < FEWEST:
            return None
        share = float(self.reached[place] / self.rows[place])
        if self.edges is None or place == len(self.edges) + 1:
            return Rate(float(self.rows[place]), share)
        low = float(self.edges[place - 1]) if place > 0 else None
        high = float(self.edges[place]) if place < len(self.edges) else None
        return Rate(float(self.rows[place]), share, low, high)


def facts_of(examples: Examples) -> Mapping[str, Facts]:
    """The facts of every feature, by its name."""
    return {
        feature.name: (_of_numbers if feature.kind is Kind.NUMBER else _of_categories)(
            examples.table[feature.name], examples.outcome, examples.weight
        )
        for feature in examples.features
    }


def _of_numbers(values: pd.Series, outcome: NDArray[np.bool_], weight: Floats) -> Facts:
    edges = _edges(values.to_numpy(dtype=np.float64))
    empty = Facts(edges, (), np.zeros(len(edges) + 2), np.zeros(len(edges) + 2))
    return _counted(empty, values, outcome, weight)


def _of_categories(values: pd.Series, outcome: NDArray[np.bool_], weight: Floats) -> Facts:
    counts = values.value_counts()
    categories = tuple(sorted(str(value) for value, count in counts.items() if count >= FEWEST))
    empty = Facts(None, categories, np.zeros(len(categories) + 1), np.zeros(len(categories) + 1))
    return _counted(empty, values, outcome, weight)


def _counted(empty: Facts, values: pd.Series, outcome: NDArray[np.bool_], weight: Floats) -> Facts:
    places = empty.bins(values)
    known = places >= 0
    size = len(empty.rows)
    rows: Floats = np.bincount(places[known], weights=weight[known], minlength=size).astype(np.float64)
    reached: Floats = np.bincount(places[known], weights=(weight * outcome)[known], minlength=size).astype(np.float64)
    return Facts(empty.edges, empty.categories, rows, reached)


def _edges(numbers: Floats) -> Floats:
    """Where bins of about as many examples meet; 0 is apart from what is above it, since "none" and "some" differ."""
    finite = numbers[np.isfinite(numbers)]
    if not len(finite):
        return np.empty(0)
    inner = np.quantile(finite, np.linspace(0, 1, _BINS + 1)[1:-1], method="inverted_cdf")
    positive = finite[finite > 0]
    if min((finite == 0).sum(), len(positive)) >= FEWEST:
        inner = np.append(inner, [positive.min(), *np.quantile(positive, [1 / 3, 2 / 3], method="inverted_cdf")])
    edges = np.unique(inner)
    return np.asarray(edges[edges > finite.min()], dtype=np.float64)
