"""The average of additive models: the mean of their log-odds, whatever bins each of them has."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tamis.predict.additive import AdditiveModel, TermTable, category_axis, number_axis
from tamis.predict.additive.averaging import averaged

GENERATOR = np.random.default_rng(7)
EDGES = st.lists(st.integers(-5, 5), max_size=4, unique=True).map(lambda edges: np.array(sorted(edges), float))
CATEGORIES = st.lists(st.sampled_from("abcd"), max_size=3, unique=True).map(tuple)
VALUES = pd.DataFrame(
    {
        "x": [np.nan, -6.0, -5, -0.5, 0, 0.5, 1, 2, 3, 5, 7],
        "y": [1.0, np.nan, 2, 3, 4, 5, -1, -2, -3, 0, 0],
        "c": np.array(["a", "b", "c", "d", "e", None, "a", "b", "c", "d", None], dtype=object),
    }
)


@st.composite
def models(draw: st.DrawFn) -> AdditiveModel:
    axes = (number_axis("x", draw(EDGES)), number_axis("y", draw(EDGES)), category_axis("c", draw(CATEGORIES)))
    axes = tuple(draw(st.permutations(axes)))
    asked = draw(st.lists(st.sampled_from([(0,), (1,), (2,), (0, 1), (2, 0), (1, 2)]), unique=True, max_size=5))
    tables = []
    for places in asked:
        shape = tuple(axes[place].size for place in places)
        tables.append(TermTable(places, GENERATOR.normal(size=shape), np.ones(shape)))
    return AdditiveModel(float(GENERATOR.normal()), axes, tuple(tables))


@settings(max_examples=40)
@given(st.lists(models(), min_size=1, max_size=3))
def test_log_odds_are_the_mean_of_all(parts):
    whole = averaged(parts)
    expected = np.mean([part.log_odds(VALUES) for part in parts], axis=0)
    assert whole.log_odds(VALUES) == pytest.approx(expected, abs=1e-12)
    assert whole.contributions(VALUES).sum(axis=1) + whole.intercept == pytest.approx(expected, abs=1e-12)


@given(st.lists(models(), min_size=2, max_size=3))
@settings(max_examples=20)
def test_a_feature_or_a_pair_is_one_term_whoever_looks_at_it(parts):
    names = [frozenset(term.features) for term in averaged(parts).terms]
    assert len(set(names)) == len(names)


def test_what_bags_disagree_about_is_kept():
    axis = number_axis("x", np.array([0.0]))
    sure = AdditiveModel(0.0, (axis,), (TermTable((0,), np.ones(3), np.ones(3)),))
    torn = AdditiveModel(0.0, (axis,), (TermTable((0,), np.ones(3), np.ones(3), np.full(3, 0.4)),))
    [table] = averaged([sure, torn]).tables
    assert table.spread == pytest.approx(0.2)
