"""Log-odds are a sum, whatever the values; and curves are what is summed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.predict.models import KINDS, LONG, MARKUP, STAGES, fitted, messy

from tamis.errors import DataError
from tamis.predict.additive import AdditiveModel, TermTable, category_axis, curves, importances, number_axis
from tamis.predict.feature import Kind

NUMBER = st.floats(allow_nan=True, allow_infinity=True)
TEXT = st.none() | st.sampled_from(STAGES) | st.text(max_size=5)


def small() -> AdditiveModel:
    """Of a number and a category, each alone, and both together."""
    axes = (number_axis("visits", np.array([1.0, 5.0])), category_axis("plan", ("free", "paid")))
    alone = TermTable((0,), np.array([9.0, 1.0, 2.0, 3.0]), np.array([0.0, 10.0, 20.0, 10.0]))
    plan = TermTable((1,), np.array([7.0, 0.1, 0.2, 0.3]), np.ones(4))
    both = TermTable((1, 0), np.arange(16.0).reshape(4, 4) * 100, np.ones((4, 4)))
    return AdditiveModel(0.5, axes, (alone, plan, both))


def test_a_value_is_in_the_bin_that_begins_with_the_edge_at_or_below_it():
    table = pd.DataFrame({"visits": [np.nan, 0.99, 1.0, 4.99, 5.0, np.inf, -np.inf], "plan": ["free"] * 7})
    assert small().contributions(table)[:, 0].tolist() == [9, 1, 2, 2, 3, 3, 1]


def test_unknown_and_unseen_categories_have_bins_of_their_own_and_pairs_a_table():
    table = pd.DataFrame({"plan": [None, "free", "paid", "other", np.nan], "visits": [2.0] * 5})
    assert small().contributions(table)[:, 1].tolist() == [7, 0.1, 0.2, 0.3, 7]
    assert small().contributions(table)[:, 2].tolist() == [200, 600, 1000, 1400, 200]
    assert small().log_odds(table)[1] == 0.5 + 2 + 0.1 + 600


@pytest.mark.parametrize("texts", ["object", "str", "category"])
def test_categories_are_found_however_pandas_keeps_them(texts):
    column = pd.Series(["paid", None, "new", "free"], dtype=object).astype(texts)
    table = pd.DataFrame({"plan": column, "visits": 0.0})
    assert small().contributions(table)[:, 1].tolist() == [0.2, 7, 0.3, 0.1]


def test_numbers_are_found_however_pandas_keeps_them():
    for kind, unknown in (("Int64", pd.NA), ("float32", np.nan)):
        table = pd.DataFrame({"plan": "free", "visits": pd.Series([3, unknown], dtype=kind)})
        assert small().contributions(table)[:, 0].tolist() == [2, 9]


def test_a_table_that_lacks_a_feature_is_refused_by_its_name():
    with pytest.raises(DataError, match='no column "plan"'):
        small().log_odds(pd.DataFrame({"visits": [1.0]}))
    with pytest.raises(DataError, match='"visits": holds something that is no number'):
        small().log_odds(pd.DataFrame({"visits": ["many"], "plan": ["free"]}))


def test_more_rows_than_one_piece_holds_are_scored_alike():
    table = pd.DataFrame({"visits": np.arange(70_000.0) % 9, "plan": "paid"})
    odds = small().log_odds(table)
    assert (odds == np.resize(small().log_odds(table[:9]), 70_000)).all()


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=20, deadline=None)
@given(numbers=st.lists(st.tuples(NUMBER, NUMBER, TEXT), min_size=1, max_size=5))
def test_contributions_add_up_to_the_log_odds_whatever_the_values(kind, numbers):
    table, _ = messy(10)
    table = table.iloc[: len(numbers)].copy()
    pages, days, stages = zip(*numbers, strict=True)
    table[MARKUP], table[LONG], table["stage"] = pages, days, pd.Series(stages, dtype=object)
    scorer = fitted(kind).scorer()
    parts = scorer.contributions(table)
    assert parts.shape == (len(table), len(scorer.terms))
    np.testing.assert_allclose(scorer.intercept + parts.sum(axis=1), scorer.log_odds(table), atol=1e-9)


def test_a_curve_tells_bin_by_bin_what_its_feature_adds():
    drawn = curves(small())
    assert set(drawn) == {"visits", "plan"}
    assert drawn["visits"].log_odds.tolist() == [9, 1, 2, 3]
    assert drawn["visits"].importance == pytest.approx((10 + 40 + 30) / 40)
    assert drawn["plan"].kind is Kind.CATEGORY
    assert importances(small())["plan × visits"] == pytest.approx(750)


def test_curves_of_a_glass_box_count_the_rows_of_training_and_tell_their_error():
    drawn = curves(fitted("glass box").scorer_)
    table, _ = messy(600)
    assert drawn[LONG].rows[0] == table[LONG].isna().sum()
    assert drawn[LONG].rows.sum() == 600
    assert (drawn[LONG].error >= 0).all()
    assert drawn["stage"].log_odds[1 + drawn["stage"].categories.index(STAGES[1])] > 0.3


def test_tables_that_do_not_fit_their_axes_are_refused():
    axes = (number_axis("visits", np.array([1.0])),)
    for scores in (np.zeros(2), np.zeros((3, 3)), np.array([0.0, np.nan, 0.0])):
        with pytest.raises(DataError):
            AdditiveModel(0.0, axes, (TermTable((0,), scores, np.zeros(scores.shape)),))
    for places in ((1,), (-1,), (0, 0), ()):
        with pytest.raises(DataError):
            AdditiveModel(0.0, axes, (TermTable(places, np.zeros(3), np.zeros(3)),))
    with pytest.raises(DataError):
        number_axis("visits", np.array([2.0, 1.0]))
