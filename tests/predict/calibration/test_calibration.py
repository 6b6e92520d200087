"""Calibration brings probabilities to what happened, does no more than pays, and never inverts a ranking."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.predict.models import fitted, messy

from tamis.errors import DataError
from tamis.predict.calibration import (
    Calibrated,
    Calibration,
    CalibrationKind,
    Intervals,
    calibration_of,
    fit_calibration,
    intervals_of_steps,
    log_losses,
    logistic,
    logit,
    probability,
)

KINDS = list(CalibrationKind)


def drawn(rows: int, seed: int = 0, slope: float = 1.0, shift: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Log-odds that a model gave, and outcomes whose true log-odds are `slope` times them plus `shift`."""
    generator = np.random.default_rng(seed)
    log_odds = generator.normal(-1.0, 1.5, rows)
    return log_odds, generator.random(rows) < logistic(slope * log_odds + shift)


@cache
def calibration(kind: CalibrationKind) -> Calibration:
    log_odds, outcome = drawn(800, slope=0.6, shift=-0.5)
    return calibration_of(kind, log_odds, outcome.astype(float), np.ones(800))


def test_a_calibrated_model_is_left_alone():
    assert [fit_calibration(*drawn(2_000, seed)).kind for seed in range(3)].count(CalibrationKind.NONE) >= 2


def test_few_rows_support_no_calibration():
    assert fit_calibration(*drawn(40, shift=2.0)).kind is CalibrationKind.NONE
    assert fit_calibration(np.empty(0), np.empty(0, bool)).kind is CalibrationKind.NONE
    assert fit_calibration(np.zeros(900), np.zeros(900, bool)).kind is CalibrationKind.NONE


def test_another_base_rate_is_a_shift():
    found = fit_calibration(*drawn(2_000, shift=-1.0))
    assert found.kind is CalibrationKind.INTERCEPT
    assert found.slope == 1.0
    assert found.shift == pytest.approx(-1.0, abs=0.15)


def test_too_sure_a_model_is_squeezed():
    found = fit_calibration(*drawn(2_000, slope=0.4))
    assert found.kind is CalibrationKind.SIGMOID
    assert found.slope == pytest.approx(0.4, abs=0.08)


def test_a_bent_model_is_straightened():
    log_odds, _ = drawn(5_000)
    outcome = np.random.default_rng(1).random(5_000) < np.where(log_odds > -1, 0.5, 0.02)
    found = fit_calibration(log_odds, outcome)
    assert found.kind is CalibrationKind.ISOTONIC
    assert found.probability(np.array([-3.0, 1.0])) == pytest.approx([0.02, 0.5], abs=0.03)


def test_weights_count_as_so_many_rows():
    log_odds, outcome = drawn(2_000)
    twice = np.concatenate([log_odds, log_odds[outcome]]), np.concatenate([outcome, outcome[outcome]])
    by_rows = calibration_of(CalibrationKind.INTERCEPT, twice[0], twice[1].astype(float), np.ones(len(twice[0])))
    by_weight = calibration_of(CalibrationKind.INTERCEPT, log_odds, outcome.astype(float), 1.0 + outcome)
    assert by_weight.shift == pytest.approx(by_rows.shift, abs=1e-6)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25, deadline=None)
@given(one=st.floats(-60, 60), other=st.floats(-60, 60))
def test_no_calibration_inverts_a_ranking(kind, one, other):
    for fits in (calibration(kind), INVERTED[kind]):
        low, high = fits.apply(np.array(sorted((one, other))))
        assert low <= high


def _inverted() -> dict[CalibrationKind, Calibration]:
    """What is fitted to a model that is worse than chance."""
    log_odds, outcome = drawn(600, slope=-1.0)
    return {kind: calibration_of(kind, log_odds, outcome.astype(float), np.ones(600)) for kind in KINDS}


INVERTED = _inverted()


def test_isotonic_calibration_keeps_apart_what_the_model_tells_apart():
    curve = calibration(CalibrationKind.ISOTONIC)
    steps = curve.apply(np.linspace(-8, 8, 500))
    assert (np.diff(steps) > 0).mean() > 0.95


@pytest.mark.parametrize("kind", KINDS)
def test_calibrated_contributions_add_up_to_calibrated_log_odds(kind):
    table, _ = messy(50)
    scorer = fitted("logistic").scorer()
    model = Calibrated(scorer, calibration(kind))
    parts = model.contributions(table)
    assert parts.shape == (50, len(model.terms))
    np.testing.assert_allclose(model.intercept + parts.sum(axis=1), model.log_odds(table), atol=1e-9)
    np.testing.assert_allclose(model.log_odds(table), calibration(kind).apply(scorer.log_odds(table)), atol=1e-9)
    assert (model.terms[-1].name == "calibration") == (kind is CalibrationKind.ISOTONIC)


def test_probabilities_are_never_certain():
    assert probability(np.array([-900.0, 0.0, 900.0])).tolist() == [0.001, 0.5, 0.999]
    np.testing.assert_allclose(probability(logit(np.array([0.002, 0.7]))), [0.002, 0.7])
    assert np.isfinite(log_losses(np.array([-900.0]), np.array([1.0]))).all()


@pytest.mark.parametrize(
    ("log_odds", "outcome", "weight"),
    [
        ([0.0, np.nan], [0, 1], None),
        ([0.0, np.inf], [0, 1], None),
        ([0.0], [0, 1], None),
        ([0.0, 1.0], [0, 2], None),
        ([0.0, 1.0], [0, 1], [1.0, -1.0]),
        ([0.0, 1.0], [0, 1], [0.0, 0.0]),
    ],
)
def test_rows_that_do_not_go_together_are_refused(log_odds, outcome, weight):
    with pytest.raises(DataError, match="held-out rows"):
        fit_calibration(np.array(log_odds), np.array(outcome), weight and np.array(weight))
    with pytest.raises(DataError, match="held-out rows"):
        Intervals.fit(np.array(log_odds), np.array(outcome), weight and np.array(weight))


INTERVALS = [Intervals.fit(*drawn(rows)) for rows in (0, 3, 500)]


@given(log_odds=st.floats(-700, 700))
@settings(max_examples=50, deadline=None)
def test_a_likelihood_is_never_at_an_end_of_its_interval(log_odds):
    for intervals in INTERVALS:
        low, high = intervals.of(np.array([log_odds]))
        chance = probability(np.array([log_odds]))
        assert 0.001 <= low <= chance <= high <= 0.999
        # As near to certain as any likelihood may be, there is no room.
        assert low < chance or chance == 0.001
        assert high > chance or chance == 0.999


def test_more_rows_make_narrower_intervals():
    asked = np.linspace(-3, 1, 50)

    def width(rows: int) -> float:
        low, high = Intervals.fit(*drawn(rows)).of(asked)
        return float((high - low).mean())

    assert width(50) > 2 * width(1_000)
    assert 0.02 < width(5_000) < 0.06


@pytest.mark.parametrize(("slope", "shift"), [(1.0, 0.0), (0.7, 0.4), (1.3, -0.3)])
def test_the_interval_holds_what_happens_to_such_records_as_often_as_it_says(slope, shift):
    """Whether the model that was held out was right, or too sure, or not sure enough."""
    asked = np.linspace(-4, 1.5, 12)
    true = logistic(slope * asked + shift)
    ends = [Intervals.fit(*drawn(600, seed, slope, shift)).of(asked) for seed in range(150)]
    held = np.mean([(low <= true) & (true <= high) for low, high in ends], axis=0)
    assert held.mean() >= 0.90
    assert held.min() >= 0.82


def test_a_record_that_counts_at_three_landmarks_is_not_three_records():
    asked, rows = np.linspace(-3, 1, 8), np.repeat(np.arange(400), 3)
    odds, outcome = drawn(400)

    def width(rows: np.ndarray, record: np.ndarray) -> float:
        low, high = Intervals.fit(odds[rows], outcome[rows], record=record).of(asked)
        return float((high - low).mean())

    once, thrice = width(np.arange(400), np.arange(400)), width(rows, rows)
    assert thrice == pytest.approx(once, rel=0.01)
    assert width(rows, np.arange(1_200)) < 0.8 * once


def test_intervals_of_the_first_format_stay_where_they_were():
    edges, lows, highs = np.array([-1.0]), np.array([0.02, 0.3]), np.array([0.1, 0.6])
    low, high = intervals_of_steps(edges, lows, highs).of(np.array([-3.0, -2.5, 0.0]))
    assert low == pytest.approx([0.02, 0.02, 0.3], abs=1e-9)
    assert high == pytest.approx([0.1, 0.1, 0.6], abs=1e-9)
    for wrong in (np.array([0.5]), np.array([0.5, -1.0]), np.array([0.5, 1.1])):
        with pytest.raises(DataError):
            intervals_of_steps(edges, wrong, highs)


def test_a_calibration_that_is_none_is_refused():
    one, two = np.array([0.0]), np.array([0.0, 1.0])
    for parts in (
        {"slope": 0.0},
        {"slope": -1.0},
        {"slope": np.nan},
        {"shift": np.inf},
        {"kind": CalibrationKind.ISOTONIC},
        {"kind": CalibrationKind.ISOTONIC, "knots": two, "heights": one},
        {"kind": CalibrationKind.ISOTONIC, "knots": two, "heights": two[::-1]},
        {"knots": one, "heights": one},
    ):
        with pytest.raises(DataError):
            Calibration(**parts)
    with pytest.raises(DataError):
        Intervals(two, two, one)
    with pytest.raises(DataError):
        Intervals(two[::-1], two, two)
    with pytest.raises(DataError):
        Intervals(two, two, np.array([-1.0, 1.0]))


def test_a_table_of_no_rows_has_no_log_odds():
    assert Calibrated(fitted("logistic").scorer(), Calibration()).log_odds(pd.DataFrame(messy(5)[0][:0])).shape == (0,)
