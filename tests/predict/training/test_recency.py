"""Newer examples weigh more where the market has changed, and only there."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tamis.predict.evaluation.folds import folds
from tamis.predict.evaluation.splits import Rows
from tamis.predict.feature import Examples, Feature, Kind
from tamis.predict.training.recency import by_recency, is_recency_worth_it

MONTH = 30 * 24 * 3_600_000_000


def examples(*, drifts: bool) -> Examples:
    """A year of records with one landmark each; what speaks for buying turns into its opposite half-way, or not."""
    draw = np.random.default_rng(2)
    rows = 3000
    landmark = np.sort(draw.integers(0, 12 * MONTH, rows))
    sign = np.where(drifts & (landmark < 6 * MONTH), -1.0, 1.0)
    pages = draw.normal(size=rows)
    outcome = draw.random(rows) < 1 / (1 + np.exp(-(sign * 1.5 * pages - 1)))
    feature = Feature("pages", Kind.NUMBER, "page views", "page_viewed", "pages")
    return Examples((feature,), pd.DataFrame({"pages": pages}), np.arange(rows), landmark, outcome, np.ones(rows))


@pytest.mark.parametrize("drifts", [True, False])
def test_recency_counts_where_the_market_turned(drifts):
    found = examples(drifts=drifts)
    rows = Rows(found.record, found.landmark, found.outcome)
    assert is_recency_worth_it(found, folds(rows, horizon=MONTH), seed=0) is drifts


def test_an_example_weighs_half_as_much_as_one_a_quarter_of_the_time_newer():
    found = examples(drifts=False)
    weights = by_recency(found).weight
    assert weights[-1] == 1.0
    quarter = np.searchsorted(found.landmark, found.landmark.max() - np.ptp(found.landmark) / 4)
    assert weights[quarter] == pytest.approx(0.5, abs=0.001)
    assert weights[0] == pytest.approx(1 / 16)


def test_at_one_instant_nothing_is_newer():
    found = examples(drifts=True)
    still = Examples(found.features, found.table, found.record, found.landmark * 0, found.outcome, found.weight)
    rows = Rows(still.record, still.landmark, still.outcome)
    assert not is_recency_worth_it(still, folds(rows, horizon=0), seed=0)
    assert (by_recency(still).weight == 1).all()
