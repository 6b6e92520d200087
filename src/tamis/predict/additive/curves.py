"""The curve of a feature, for drawing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tamis.predict.additive.axis import Axis
from tamis.predict.additive.model import AdditiveModel, TermTable
from tamis.predict.feature import Kind
from tamis.predict.scorer import Floats


@dataclass(frozen=True, eq=False)
class Curve:
    """What one feature alone adds to the log-odds, bin by bin (the bins are those of `Axis`).

    Of numbers, bin b of `log_odds[1:]` reaches from `edges[b - 1]` to below `edges[b]`, the first and the last without
    an end. Of categories, there is one for each of `categories`, and one for all others. `log_odds[0]` is that of
    unknown values. `error` is the standard deviation among bags, each of which left out other rows, or None; `rows` is
    how many training rows fell into each.
    """

    feature: str
    kind: Kind
    edges: Floats
    categories: tuple[str, ...]
    log_odds: Floats
    error: Floats | None
    rows: Floats

    @property
    def importance(self) -> float:
        """The mean size of what the feature alone adds, over the training rows, in log-odds."""
        return float(np.average(np.abs(self.log_odds), weights=self.rows)) if self.rows.sum() else 0.0


def curves(model: AdditiveModel) -> dict[str, Curve]:
    """The curve of every feature that has a term of its own, by its name."""
    alone = (table for table in model.tables if len(table.axes) == 1)
    drawn = [_curve(model.axes[table.axes[0]], table) for table in alone]
    return {curve.feature: curve for curve in drawn}


def importances(model: AdditiveModel) -> dict[str, float]:
    """By the name of each term: the mean size of what it adds, over the training rows, in log-odds."""
    sizes = {}
    for term, table in zip(model.terms, model.tables, strict=True):
        total = table.rows.sum()
        sizes[term.name] = float((np.abs(table.scores) * table.rows).sum() / total) if total else 0.0
    return sizes


def _curve(axis: Axis, table: TermTable) -> Curve:
    return Curve(axis.feature, axis.kind, axis.edges, axis.categories, table.scores, table.spread, table.rows)
