"""The axes of a table: which columns tell anything, and into which bins their values fall."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tamis.predict.additive import Axis, category_axis, kind_of, number_axis
from tamis.predict.additive.axis import Bins, numbers, texts
from tamis.predict.additive.edges import equal_count_edges
from tamis.predict.estimators.training import Training
from tamis.predict.feature import Kind
from tamis.predict.scorer import Floats

LEAST_RECORDS = 10
"""A category of fewer records is joined with the other rare ones, and its name is not kept: it may name a person."""
_MOST_CATEGORIES = 1000


def binned(training: Training, steps: int) -> tuple[tuple[Axis, ...], NDArray[np.int32]]:
    """An axis for each column that is not constant, numbers in at most so many steps; and the bins, (rows, axes)."""
    found = [axis_and_bins(training, name, lambda values: equal_count_edges(values, steps)) for name in training.table]
    told = [(axis, bins) for axis, bins in found if (bins != bins[0]).any()]
    columns = [bins.astype(np.int32) for _, bins in told]
    return tuple(axis for axis, _ in told), np.column_stack(columns) if columns else np.empty(
        (len(training), 0), np.int32
    )


def axis_and_bins(training: Training, name: str, edges: Callable[[Floats], Floats]) -> tuple[Axis, Bins]:
    """The axis of a column, with the edges that a function gives for its numbers, and the bin of each row."""
    column = training.table[name]
    if kind_of(column) is Kind.NUMBER:
        axis = number_axis(name, edges(numbers(column, name)))
    else:
        axis = category_axis(name, frequent_categories(column, name, training.record))
    return axis, axis.bins(column)


def frequent_categories(column: pd.Series, name: str, record: NDArray[np.intp]) -> tuple[str, ...]:
    """The categories of at least 10 records, at most 1,000, from the most frequent on; by name where equal."""
    codes, different = texts(column, name)
    known = codes >= 0
    pairs = pd.DataFrame({"code": codes[known], "record": record[known]}).drop_duplicates()
    counts = np.bincount(pairs["code"], minlength=len(different))
    often = [(-count, text) for count, text in zip(counts.tolist(), different, strict=True) if count >= LEAST_RECORDS]
    return tuple(text for _, text in sorted(often)[:_MOST_CATEGORIES])


def rows_of(bins: Bins, axis: Axis) -> Floats:
    """How many rows fall into each bin of an axis."""
    return np.bincount(bins, minlength=axis.size).astype(np.float64)
