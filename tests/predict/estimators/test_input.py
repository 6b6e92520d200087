"""What estimators take, and what they refuse in a sentence."""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from tests.predict.models import KINDS, estimator, fitted, messy

from tamis.errors import DataError, UsageError
from tamis.predict.additive import AdditiveModel
from tamis.predict.estimators import BinnedLogistic, Boosted, GlassBox, NaiveBayes, ShrunkenRates

YES_NO = np.arange(40) % 2 == 0
NUMBERS = pd.DataFrame({"visits": np.arange(40.0)})


def refusal(table: pd.DataFrame, outcome: object, *more: object) -> str:
    with pytest.raises(DataError) as caught:
        NaiveBayes().fit(table, outcome, *more)
    return str(caught.value)


def test_a_table_without_rows_teaches_nothing():
    assert "there are no rows to learn from" in refusal(NUMBERS[:0], YES_NO[:0])
    assert "there are no rows to learn from" in refusal(NUMBERS, YES_NO, np.zeros(40))


@pytest.mark.parametrize("kind", ["glass box", "logistic", "boosted", "naive"])
def test_one_outcome_only_leaves_nothing_to_tell_apart(kind):
    for outcome, words in ((np.ones(40), "every row of 40 reached"), (np.zeros(40), "no row of 40 reached")):
        with pytest.raises(DataError, match=words):
            estimator(kind).fit(NUMBERS, outcome)


def test_too_few_of_an_outcome_are_counted():
    few = np.arange(40) < 3
    with pytest.raises(DataError, match="3 of 40 rows reached the goal; a glass box needs 10 that did"):
        GlassBox().fit(NUMBERS, few)


def test_columns_of_one_name_are_refused_and_columns_of_one_content_are_not():
    twice = pd.DataFrame(np.ones((40, 2)), columns=["visits", "visits"])
    assert 'two columns are called "visits"' in refusal(twice, YES_NO)
    same = fitted("logistic").scorer_.terms
    assert "pages again" in [term.name for term in same]


@pytest.mark.parametrize(
    ("outcome", "weight", "words"),
    [
        (YES_NO[:39], None, "40 rows and 39 outcomes"),
        (np.full(40, np.nan), None, "neither yes"),
        (np.array(["yes"] * 40), None, "neither yes"),
        (np.full(40, 2), None, "neither yes"),
        (YES_NO, np.ones(3), "40 rows and 3 weights"),
        (YES_NO, np.full(40, -1.0), "no number from 0 on"),
        (YES_NO, np.full(40, np.inf), "no number from 0 on"),
    ],
)
def test_outcomes_and_weights_that_are_none_are_refused(outcome, weight, words):
    assert words in refusal(NUMBERS, outcome, weight)


@pytest.mark.parametrize("cell", [["a", "list"], 3, pd.Timestamp(0)])
def test_a_column_of_something_else_is_refused_by_its_name_and_without_its_values(cell):
    table = pd.DataFrame({"odd column": pd.Series([cell] + ["a"] * 39, dtype=object)})
    assert refusal(table, YES_NO).startswith('"odd column": holds something that is no text.')


def test_names_that_are_no_texts_are_refused():
    assert "the names of columns have to be texts" in refusal(pd.DataFrame(np.ones((40, 1))), YES_NO)
    with pytest.raises(DataError, match="pandas DataFrame"):
        NaiveBayes().fit(np.ones((40, 1)), YES_NO)


@pytest.mark.parametrize("kind", KINDS)
def test_constant_columns_leave_the_base_rate(kind):
    table = pd.DataFrame({"one": np.ones(60), "unknown": [None] * 60})
    model = estimator(kind).fit(table, np.arange(60) % 3 == 0)
    assert isinstance(model.scorer(), AdditiveModel)
    np.testing.assert_allclose(model.predict_proba(table)[:, 1], 1 / 3, atol=0.01)


@pytest.mark.parametrize("kind", KINDS)
def test_unknown_unseen_and_infinite_values_have_a_probability(kind):
    table, _ = messy(6)
    table["stage"] = pd.Series(["never seen", None, "lead", "", "x", "x" * 9], dtype=object)
    table.iloc[:, 0] = [np.inf, -np.inf, np.nan, 1e308, -1.0, 0.5]
    chance = fitted(kind).predict_proba(table)
    assert ((chance >= 0.001) & (chance <= 0.999)).all()
    np.testing.assert_allclose(chance.sum(axis=1), 1.0)


@pytest.mark.parametrize("kind", KINDS)
def test_no_rows_to_predict_are_no_predictions(kind):
    table, _ = messy(10)
    assert fitted(kind).predict_proba(table[:0]).shape == (0, 2)


def test_infinite_values_are_learnt_from_as_the_farthest():
    values = np.where(YES_NO, np.inf, -np.inf)
    for model in (BinnedLogistic(), GlassBox(bags=1, rounds=10, smoothing=5), Boosted(rounds=10)):
        assert np.isfinite(
            model.fit(pd.DataFrame({"x": values}), YES_NO).decision_function(
                NUMBERS[["visits"]].rename(columns={"visits": "x"})
            )
        ).all()


@pytest.mark.parametrize("kind", ["glass box", "logistic", "boosted", "naive", "rates"])
def test_weights_bring_a_sampled_set_to_the_true_rate(kind):
    table, outcome = messy(1_200, seed=4)
    # Of those who did not reach the goal, one in four was drawn.
    drawn = outcome | (np.arange(len(table)) % 4 == 0)
    weight = np.where(outcome, 1.0, 4.0)[drawn]
    model = estimator(kind).fit(table[drawn], outcome[drawn], weight)
    assert model.predict_proba(table)[:, 1].mean() == pytest.approx(outcome.mean(), rel=0.12)


def test_a_category_of_fewer_than_ten_records_is_not_named():
    table, outcome = messy(600)
    named = [name for axis in fitted("logistic").scorer_.axes for name in axis.categories]
    assert len(named) == 5
    assert not any("@" in name for name in named)
    # Sixty rows of one person are one record.
    record = np.arange(600) // 60
    model = NaiveBayes().fit(
        pd.DataFrame({"mail": pd.Series([f"r{r}" for r in record]), "v": table.iloc[:, 0]}), outcome, None, record
    )
    assert not any(axis.categories for axis in model.scorer_.axes)


def test_estimators_follow_the_conventions_of_scikit_learn():
    model = GlassBox(bags=3, seed=7)
    assert clone(model).get_params() == model.get_params()
    with pytest.raises(NotFittedError):
        model.scorer()
    table, outcome = messy(100, seed=5)
    assert set(fitted("naive").classes_) == {False, True}
    assert fitted("naive").n_features_in_ == 7
    assert fitted("naive").score(table, outcome) > 0.5


def test_without_libgomp_the_missing_library_is_named_and_the_others_learn(tmp_path, monkeypatch):
    (tmp_path / "lightgbm.py").write_text("raise OSError('libgomp.so.1: cannot open shared object file')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "lightgbm", raising=False)
    assert "lacks the library libgomp (on Debian and Ubuntu: apt-get install libgomp1)" in Boosted.missing()
    with pytest.raises(UsageError, match="libgomp"):
        Boosted().fit(NUMBERS, YES_NO)
    assert len(BinnedLogistic().fit(NUMBERS, YES_NO).predict(NUMBERS)) == 40


def test_rates_of_few_are_near_the_rate_of_all_and_their_intervals_are_wide():
    table = pd.DataFrame({"city": ["Oslo"] * 100 + ["Rome"] * 100 + ["Bonn"] * 12})
    outcome = np.zeros(212, bool)
    outcome[:40] = outcome[100:105] = outcome[200:206] = True
    model = ShrunkenRates(by="city").fit(table, outcome)
    asked = pd.DataFrame({"city": ["Oslo", "Rome", "Bonn", "Lima"]})
    oslo, rome, bonn, lima = model.predict_proba(asked)[:, 1]
    assert oslo == pytest.approx(0.4, abs=0.05)
    assert rome == pytest.approx(0.05, abs=0.05)
    assert lima == pytest.approx(51 / 212, abs=0.01)
    assert lima < bonn < 0.5
    low, high = model.interval(asked)
    assert (high - low)[2] > 1.5 * (high - low)[0]
    assert (high - low)[3] > (high - low)[2]


def test_rates_without_any_conversion_are_still_no_certainty():
    model = ShrunkenRates().fit(NUMBERS, np.zeros(40))
    low, high = model.interval(NUMBERS[:1])
    assert model.by_ == ""
    assert 0.0 < model.predict_proba(NUMBERS[:1])[0, 1] < 0.02
    assert low[0] < 0.01 < high[0] < 0.1


def test_rates_are_grouped_by_the_column_that_tells_most_or_by_none():
    noise = pd.DataFrame(np.random.default_rng(3).normal(size=(200, 8)), columns=list("abcdefgh"))
    outcome = np.arange(200) % 5 == 0
    assert ShrunkenRates().fit(noise, outcome).by_ == ""
    assert ShrunkenRates().fit(noise.assign(c=outcome + noise["c"] / 5), outcome).by_ == "c"
