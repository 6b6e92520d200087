"""Additive models as tables: what fitted glass boxes and binned logistic regressions become."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from tamis.errors import DataError
from tamis.predict.additive.axis import Axis, Bins, shown
from tamis.predict.scorer import Explained, Floats, Term

# Rows at a time: what is looked up for them stays in the cache of a processor, and memory is flat.
_CHUNK = 1 << 15


@dataclass(frozen=True, eq=False)
class TermTable:
    """What a term adds to the log-odds in each bin of one axis, or of two.

    `axes` are places among the axes of the model; `scores` (log-odds), `rows` (how many training rows were there) and
    `spread` (standard deviation of the score among bags; None: there are no bags) have a dimension for each.
    """

    axes: tuple[int, ...]
    scores: Floats
    rows: Floats
    spread: Floats | None = None


@dataclass(frozen=True, eq=False)
class AdditiveModel:
    """A `Scorer`: log-odds are the intercept and, for each table, the entry that a row's values point at."""

    intercept: float
    axes: tuple[Axis, ...]
    tables: tuple[TermTable, ...]

    def __post_init__(self) -> None:
        for table in self.tables:
            _check(table, self.axes)
        if not np.isfinite(self.intercept):
            raise DataError("model", "the intercept is no finite number.")

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        return tuple(Term(tuple(self.axes[axis].feature for axis in table.axes)) for table in self.tables)

    def contributions(self, table: pd.DataFrame) -> Floats:
        """Shape (rows, terms), in log-odds. Of very many rows, ask for some at a time."""
        return self.explain(table).contributions

    def log_odds(self, table: pd.DataFrame) -> Floats:
        """Shape (rows,)."""
        found = np.full(len(table), self.intercept)
        for _, rows, points in self._points(table):
            found[rows] += points
        return found

    def explain(self, table: pd.DataFrame) -> Explained:
        """Both at once."""
        # A term's points lie beside each other while they are written: by rows it takes twice as long.
        parts = np.empty((len(self.tables), len(table)))
        log_odds = np.full(len(table), self.intercept)
        for place, rows, points in self._points(table):
            parts[place, rows] = points
            log_odds[rows] += points
        return Explained(log_odds, parts.T)

    def _points(self, table: pd.DataFrame) -> Iterator[tuple[int, slice, Floats]]:
        """For some rows at a time, and each term in its order: what the term adds to them."""
        columns = columns_of(table, tuple(axis.feature for axis in self.axes))
        for start in range(0, len(table), _CHUNK):
            rows = slice(start, start + _CHUNK)
            bins = [axis.bins(columns[axis.feature].iloc[rows]) for axis in self.axes]
            for place, term in enumerate(self.tables):
                yield place, rows, _looked_up(term, bins)


def columns_of(table: pd.DataFrame, features: tuple[str, ...]) -> dict[str, pd.Series]:
    """The column of each feature; DataError names one that is not there, or is there twice."""
    found = {}
    names = list(table.columns)
    place = {name: number for number, name in enumerate(names)}
    for feature in dict.fromkeys(features):
        if feature not in place:
            raise DataError("table", f"there is no column {shown(feature)}, which the model looks at.")
        found[feature] = table.iloc[:, place[feature]]
    if len(place) != len(names):
        raise DataError("table", "two columns have one name.")
    return found


def _looked_up(term: TermTable, bins: list[Bins]) -> Floats:
    first, *others = (bins[axis] for axis in term.axes)
    for axis, more in zip(term.axes[1:], others, strict=True):
        first = first * term.scores.shape[term.axes.index(axis)] + more
    return np.take(term.scores, first)


def _check(table: TermTable, axes: tuple[Axis, ...]) -> None:
    places = table.axes
    if len(places) not in (1, 2) or len(set(places)) != len(places) or not all(0 <= p < len(axes) for p in places):
        raise DataError("model", "a term looks at features that are not there.")
    shape = tuple(axes[place].size for place in places)
    for values in (table.scores, table.rows, *([] if table.spread is None else [table.spread])):
        if values.shape != shape:
            raise DataError("model", f"the table of {shown(axes[places[0]].feature)} has another shape than its bins.")
        if not np.isfinite(values).all():
            raise DataError("model", f"the table of {shown(axes[places[0]].feature)} holds what is no finite number.")
