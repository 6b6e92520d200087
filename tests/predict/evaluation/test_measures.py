"""Measures against scikit-learn and against numbers worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from tamis.predict.evaluation import intervals
from tamis.predict.evaluation.calibration_curve import (
    calibration_curve,
    error_by_chance,
    expected_calibration_error,
    wilson,
)
from tamis.predict.evaluation.comparison import against_base_rate, against_most_recent, recency_order
from tamis.predict.evaluation.intervals import Judged, auc_difference, auc_interval, log_loss_difference
from tamis.predict.evaluation.measures import base_rate_log_loss, measure
from tamis.predict.evaluation.segments import by_segment

Drawn = tuple[np.ndarray, np.ndarray, np.ndarray]


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    """Outcomes of true probabilities, and weights."""
    generator = np.random.default_rng(5)
    probability = generator.beta(1, 6, 3000)
    return generator.random(3000) < probability, probability, generator.choice([1.0, 5.0], 3000)


def test_a_row_of_weight_two_counts_as_two_rows() -> None:
    outcome, probability = np.array([True, False, True, False]), np.array([0.7, 0.4, 0.3, 0.1])
    twice = np.array([0, 1, 1, 2, 3])
    weighted = measure(outcome, probability, np.array([1.0, 2.0, 1.0, 1.0]))
    repeated = measure(outcome[twice], probability[twice], np.ones(5))
    for name in ("auc", "average_precision", "log_loss", "brier", "base_rate", "mean_predicted"):
        assert getattr(weighted, name) == pytest.approx(getattr(repeated, name)), name


def test_measures_of_four_rows_by_hand() -> None:
    found = measure(np.array([True, False, True, False]), np.array([0.8, 0.4, 0.3, 0.1]), np.ones(4))
    # Of the four pairs, only 0.3 against 0.4 is the wrong way round.
    assert found.auc == 0.75
    assert found.brier == pytest.approx((0.04 + 0.16 + 0.49 + 0.01) / 4)
    assert found.log_loss == pytest.approx(-np.log([0.8, 0.6, 0.3, 0.9]).mean())
    assert found.calibration_error == pytest.approx((0.2 + 0.4 + 0.7 + 0.1) / 4)


def test_one_outcome_only_has_no_order_to_measure() -> None:
    found = measure(np.zeros(5, np.bool_), np.linspace(0.1, 0.5, 5), np.ones(5))
    assert found.auc is None
    assert found.average_precision is None
    judged = Judged(np.zeros(5, np.bool_), np.ones(5), np.arange(5))
    assert auc_interval(judged, np.linspace(0, 1, 5), seed=0) is None


def test_true_probabilities_are_off_by_what_chance_explains(drawn: Drawn) -> None:
    outcome, probability, _ = drawn
    curve = calibration_curve(outcome, probability, np.ones(3000))
    assert len(curve) == 10
    assert {each.rows for each in curve} == {300}
    assert expected_calibration_error(curve) < 2 * error_by_chance(curve)
    wrong = calibration_curve(outcome, np.minimum(probability * 2, 1), np.ones(3000))
    assert expected_calibration_error(wrong) > 5 * error_by_chance(wrong)


def test_rows_with_equal_probabilities_stay_in_one_bin() -> None:
    curve = calibration_curve(np.arange(100) % 2 == 0, np.repeat([0.2, 0.6], 50), np.ones(100))
    assert [(each.predicted, each.rows) for each in curve] == [(pytest.approx(0.2), 50), (pytest.approx(0.6), 50)]


def test_the_interval_of_a_share_is_that_of_wilson() -> None:
    # Newcombe, Statistics in Medicine 1998: 81 of 263.
    assert wilson(81 / 263, 263) == (pytest.approx(0.2553, abs=1e-4), pytest.approx(0.3662, abs=1e-4))
    assert wilson(0.0, 20)[0] == 0.0
    assert wilson(0.5, 0) == (0.0, 1.0)


def test_the_interval_of_an_auc_holds_the_auc_of_scikit_learn(drawn: Drawn) -> None:
    outcome, probability, weight = drawn
    found = auc_interval(Judged(outcome, weight, np.arange(3000)), probability, seed=1, rounds=50)
    assert found is not None
    assert found.value == pytest.approx(roc_auc_score(outcome, probability, sample_weight=weight))
    assert found.low < found.value < found.high


def test_rows_of_one_record_tell_no_more_than_one(drawn: Drawn) -> None:
    outcome, probability, weight = drawn
    four = (np.tile(each, 4) for each in (outcome, weight, np.arange(3000)))
    once = auc_interval(Judged(outcome, weight, np.arange(3000)), probability, seed=1, rounds=50)
    again = auc_interval(Judged(*four), np.tile(probability, 4), seed=1, rounds=50)
    assert once is not None
    assert again is not None
    assert (again.low, again.high) == pytest.approx((once.low, once.high))


def test_many_rows_have_the_interval_that_each_draw_would_give(drawn: Drawn, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome, probability, weight = drawn
    judged = Judged(outcome, weight, np.arange(3000) // 3)
    exact = auc_interval(judged, np.round(probability, 2), seed=1, rounds=50)
    monkeypatch.setattr(intervals, "_EXACT", 0)
    quick = auc_interval(judged, np.round(probability, 2), seed=1, rounds=50)
    assert exact is not None
    assert quick is not None
    assert (quick.low, quick.high) == pytest.approx((exact.low, exact.high), abs=2e-3)


def test_a_better_model_is_better_on_the_same_rows(drawn: Drawn) -> None:
    outcome, probability, weight = drawn
    judged = Judged(outcome, weight, np.arange(3000))
    noisy = np.random.default_rng(0).permutation(probability)
    by_order = auc_difference(judged, probability, noisy, seed=2, rounds=50)
    by_loss = log_loss_difference(judged, probability, noisy, seed=2, rounds=50)
    assert by_order is not None
    assert by_order.low > 0
    assert by_loss is not None
    assert by_loss.high < 0
    assert by_loss.value == pytest.approx(
        measure(outcome, probability, weight).log_loss - measure(outcome, noisy, weight).log_loss
    )


def test_one_rate_for_all_is_no_order_and_has_the_entropy_as_its_log_loss(drawn: Drawn) -> None:
    outcome, probability, _ = drawn
    judged, rate = Judged(outcome, np.ones(3000), np.arange(3000)), float(outcome.mean())
    rival = against_base_rate(judged, probability, rate, seed=0)
    assert rival.auc == 0.5
    assert rival.log_loss == pytest.approx(-rate * np.log(rate) - (1 - rate) * np.log(1 - rate))
    assert rival.log_loss == pytest.approx(base_rate_log_loss(rate, outcome, np.ones(3000)))
    assert rival.top_tenth == pytest.approx(rate)


def test_whoever_did_something_last_is_called_first_and_who_never_did_last() -> None:
    order = recency_order(np.array([3.0, np.nan, 0.5, 3.0]))
    assert order.tolist() == [0.5, 0.0, 1.0, 0.5]
    judged = Judged(np.array([False, False, True, False]), np.ones(4), np.arange(4))
    assert (
        against_most_recent(judged, np.array([0.1, 0.2, 0.9, 0.3]), np.array([3.0, np.nan, 0.5, 3.0]), seed=0).auc == 1
    )


def test_a_segment_that_converts_otherwise_than_said_is_off() -> None:
    outcome = np.concatenate([np.arange(200) % 2 == 0, np.arange(200) % 10 == 0, [True] * 5])
    segment = pd.Series(["EMEA"] * 200 + ["APAC"] * 200 + [None] * 5)
    found = by_segment(segment, Judged(outcome, np.ones(405), np.arange(405)), np.full(405, 0.5))
    assert [(each.name, each.rows, each.is_off) for each in found] == [("APAC", 200, True), ("EMEA", 200, False)]
