"""Where the values of one feature fall: bins of numbers, or named categories; unknown is a bin of its own."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tamis.errors import DataError
from tamis.predict.feature import OTHER, Kind
from tamis.predict.scorer import Floats

Bins = NDArray[np.integer[Any]]
FARTHEST = 1e300
"""Infinite numbers count as this far out: libraries of models take no infinities."""


@dataclass(frozen=True, eq=False)
class Axis:
    """The bins of a feature. Bin 0 is for unknown values.

    A number x is in bin 1 + (how many of `edges` are ≤ x), so there are len(edges) + 2 bins. A text is in bin 1 + its
    place in `categories`, or in the last bin if it is none of them: rare in training, or never seen there.
    """

    feature: str
    kind: Kind
    edges: Floats
    categories: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.edges.ndim != 1 or not np.isfinite(self.edges).all() or (np.diff(self.edges) <= 0).any():
            raise DataError("model", f"the edges of {shown(self.feature)} are no rising numbers.")
        if len(set(self.categories)) != len(self.categories):
            raise DataError("model", f"a category of {shown(self.feature)} is there twice.")

    @property
    def size(self) -> int:
        """How many bins there are."""
        return len(self.edges if self.kind is Kind.NUMBER else self.categories) + 2

    def bins(self, column: pd.Series) -> Bins:
        """The bin of each value, shape (rows,)."""
        return self._of_numbers(column) if self.kind is Kind.NUMBER else self._of_texts(column)

    def _of_numbers(self, column: pd.Series) -> Bins:
        values = numbers(column, self.feature)
        bins = np.searchsorted(self.edges, values, side="right") + 1
        bins[np.isnan(values)] = 0
        return bins

    def _of_texts(self, column: pd.Series) -> Bins:
        codes, different = texts(column, self.feature)
        place = {category: number for number, category in enumerate(self.categories, start=1)}
        # The code of an unknown value is -1, which is the last of these.
        bins = [*(place.get(text, self.size - 1) for text in different), 0]
        return np.array(bins, np.intp)[codes]


def labels_of(axis: Axis) -> list[tuple[float | None, float | None, str | None]]:
    """Of each bin: where a number's begins and ends, or what a category's is called; nothing of unknown values."""
    if axis.kind is Kind.NUMBER:
        ends = [None, *(float(edge) for edge in axis.edges), None]
        return [(None, None, None), *((low, high, None) for low, high in pairwise(ends))]
    return [(None, None, None), *((None, None, category) for category in (*axis.categories, OTHER))]


def number_axis(feature: str, edges: Floats) -> Axis:
    return Axis(feature, Kind.NUMBER, np.asarray(edges, np.float64), ())


def category_axis(feature: str, categories: tuple[str, ...]) -> Axis:
    return Axis(feature, Kind.CATEGORY, np.empty(0), categories)


def kind_of(column: pd.Series) -> Kind:
    """Numbers and flags are numbers; everything else is held to be texts."""
    return Kind.NUMBER if pd.api.types.is_numeric_dtype(column.dtype) else Kind.CATEGORY


def numbers(column: pd.Series, feature: str) -> Floats:
    """Shape (rows,), NaN where unknown, infinities brought to ±1e300; DataError where it holds something else."""
    try:
        values = column.to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError):
        raise DataError(shown(feature), "holds something that is no number.", _KINDS) from None
    return np.asarray(np.clip(values, -FARTHEST, FARTHEST), np.float64)


def texts(column: pd.Series, feature: str) -> tuple[Bins, list[str]]:
    """The different texts, and for each row its place among them (-1: unknown)."""
    try:
        codes, different = pd.factorize(column)
    except TypeError:  # A list, say.
        raise DataError(shown(feature), "holds something that is no text.", _KINDS) from None
    if not all(isinstance(text, str) for text in different):
        raise DataError(shown(feature), "holds something that is no text.", _KINDS)
    return codes, list(different)


def shown(name: str) -> str:
    """A name in a sentence: quoted, and cut where it is long.

    >>> shown("n" * 100)
    '"nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn…"'
    """
    return f'"{name if len(name) <= 60 else name[:60] + "…"}"'


_KINDS = "a column has numbers only (NaN where unknown), or texts only (None where unknown)"
