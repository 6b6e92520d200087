"""What is kept of a model computes what the library's own model does."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.predict.models import LONG, MARKUP, estimator, fitted, messy

from tamis.predict.additive.boosted import tree_values
from tamis.predict.calibration import log_losses, logit
from tamis.predict.estimators import BinnedLogistic
from tamis.predict.estimators.binning import binned
from tamis.predict.estimators.training import checked_training


def test_a_glass_box_as_tables_is_the_librarys_own_model():
    table, _ = messy(400, seed=1)
    library, axes = fitted("glass box").library_, {axis.feature: axis for axis in fitted("glass box").scorer_.axes}
    # Columns are numbered in the order in which they tell something; texts are the numbers of their categories.
    told = [name for name in table if name in axes]
    given = pd.DataFrame(
        {str(place): table[name].astype(float) if name != "stage" else np.nan for place, name in enumerate(told)}
    )
    bins = axes["stage"].bins(table["stage"])
    given[str(told.index("stage"))] = pd.Series([None if b == 0 else str(b) for b in bins], dtype=object)
    assert any(len(term.features) == 2 for term in fitted("glass box").scorer_.terms)
    np.testing.assert_allclose(
        fitted("glass box").decision_function(table), library.decision_function(given), atol=1e-9
    )


def test_boosted_trees_as_arrays_are_the_librarys_own_model():
    table, _ = messy(400, seed=1)
    model = fitted("boosted")
    values = tree_values(model.scorer_.axes, dict(table.items()))
    assert (model.decision_function(table) == model.library_.predict(values, raw_score=True)).all()


def test_a_logistic_regression_as_tables_is_the_librarys_own_model():
    table, outcome = messy(400)
    model = BinnedLogistic(strength=3.0).fit(table, outcome)
    axes, bins = binned(checked_training(table, outcome, None, None), 5)
    design = np.zeros((len(table), sum(axis.size for axis in axes)))
    starts = np.cumsum([0, *(axis.size for axis in axes)])
    usual = [np.bincount(bins[:, place]).argmax() for place in range(len(axes))]
    for place, common in enumerate(usual):
        told = np.flatnonzero(bins[:, place] != common)
        design[told, starts[place] + bins[told, place]] = 1.0
    np.testing.assert_allclose(model.decision_function(table), model.logistic_.decision_function(design), atol=1e-9)


# Naive Bayes does not: it takes what two columns say alike for two proofs.
@pytest.mark.parametrize("kind", ["glass box", "logistic", "boosted", "rates"])
def test_every_model_does_better_on_new_rows_than_the_base_rate(kind):
    table, outcome = messy(600, seed=2)
    base = log_losses(logit(np.full(len(table), outcome.mean())), outcome.astype(float)).mean()
    assert log_losses(fitted(kind).decision_function(table), outcome.astype(float)).mean() < 0.97 * base


@pytest.mark.parametrize("kind", ["glass box", "boosted", "logistic"])
def test_two_threads_give_the_model_that_one_gives(kind):
    table, _ = messy(300, seed=3)
    again = estimator(kind, threads=2).fit(*messy(600))
    assert (again.decision_function(table) == fitted(kind).decision_function(table)).all()


def test_naive_bayes_multiplies_the_odds_of_values():
    table = pd.DataFrame({"city": ["Oslo"] * 20 + ["Rome"] * 20, "plan": [None] * 40})
    outcome = np.array([True] * 15 + [False] * 5 + [True] * 5 + [False] * 15)
    odds = (
        estimator("naive")
        .fit(table, outcome)
        .decision_function(pd.DataFrame({"city": ["Oslo", None, "Bergen"], "plan": [None, None, "x"]}))
    )
    np.testing.assert_allclose(odds, [np.log(15.1 / 5.1), 0.0, 0.0], atol=1e-9)


def test_names_with_markup_and_of_ten_thousand_letters_are_names():
    assert list(fitted("naive").get_feature_names_out()) == [MARKUP, LONG, "stage", "pages again", "is_free"]
    assert list(fitted("naive").feature_names_in_) == list(messy(5)[0])
