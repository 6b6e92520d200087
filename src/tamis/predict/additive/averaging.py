"""The average of additive models is an additive model, on bins that all of their bins are made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from tamis.predict.additive.axis import Axis
from tamis.predict.additive.model import AdditiveModel, TermTable
from tamis.predict.feature import Kind
from tamis.predict.scorer import Floats

Places = NDArray[np.intp]
Use = tuple[str, int]
"""A feature, and of how many the terms are that look at it: pairs have coarser bins than what stands alone."""


def averaged(models: Sequence[AdditiveModel]) -> AdditiveModel:
    """The model whose log-odds are the mean of theirs, for every table of features. One model at least.

    Rows of training are told as the first of them counted them, where it looks at the same features.
    """
    by_use = _axes(models)
    axes, places = tuple(by_use.values()), {use: place for place, use in enumerate(by_use)}
    found: dict[tuple[int, ...], TermTable] = {}
    for model in models:
        for table in _moved(model, axes, places):
            scaled = _scaled(table, 1 / len(models))
            found[table.axes] = _added(found[table.axes], scaled) if table.axes in found else scaled
    return AdditiveModel(float(np.mean([model.intercept for model in models])), axes, tuple(found.values()))


def _axes(models: Sequence[AdditiveModel]) -> dict[Use, Axis]:
    """One axis for each use of a feature, as fine as the finest of theirs at every place."""
    by_use: dict[Use, list[Axis]] = {}
    for model in models:
        for table in model.tables:
            for axis in table.axes:
                by_use.setdefault((model.axes[axis].feature, len(table.axes)), []).append(model.axes[axis])
    return {use: reduce(_finer, of_use) for use, of_use in by_use.items()}


def _finer(one: Axis, other: Axis) -> Axis:
    edges = np.union1d(one.edges, other.edges)
    return Axis(one.feature, one.kind, edges, tuple(dict.fromkeys([*one.categories, *other.categories])))


def _moved(model: AdditiveModel, axes: Sequence[Axis], places: dict[Use, int]) -> Iterator[TermTable]:
    """The tables of a model on the finer axes, each with its axes in rising order."""
    for table in model.tables:
        target = [places[model.axes[axis].feature, len(table.axes)] for axis in table.axes]
        where = np.ix_(*(_bins(axes[fine], model.axes[axis]) for fine, axis in zip(target, table.axes, strict=True)))
        order = np.argsort(target, kind="stable")
        parts = (table.scores, table.rows, table.spread)
        scores, rows, spread = (None if part is None else part[where].transpose(order) for part in parts)
        assert scores is not None
        assert rows is not None
        yield TermTable(tuple(target[place] for place in order), scores, rows, spread)


def _bins(fine: Axis, coarse: Axis) -> Places:
    """For each bin of the finer axis, the bin of the coarser one that its values are in."""
    if fine.kind is Kind.NUMBER:
        # The bin above an edge begins with it; the first begins before all of them.
        begins = np.searchsorted(coarse.edges, fine.edges, side="right") + 1
        return np.concatenate(([0, 1], begins)).astype(np.intp)
    place = {category: number for number, category in enumerate(coarse.categories, start=1)}
    last = coarse.size - 1
    return np.array([0, *(place.get(category, last) for category in fine.categories), last], dtype=np.intp)


def _scaled(table: TermTable, share: float) -> TermTable:
    spread = None if table.spread is None else table.spread * share
    return TermTable(table.axes, table.scores * share, table.rows, spread)


def _added(one: TermTable, other: TermTable) -> TermTable:
    return TermTable(one.axes, one.scores + other.scores, one.rows, _joint_spread(one.spread, other.spread))


def _joint_spread(one: Floats | None, other: Floats | None) -> Floats | None:
    """Of a sum, at most the sum of both: what the models err by is not independent."""
    if one is None or other is None:
        return one if other is None else other
    return one + other
