"""The strongest reasons of many records at once are those of each record by itself, and its log-odds are a model's."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.predict.models import features, fitted, messy

from tamis.predict.additive import AdditiveModel
from tamis.predict.calibration import Calibrated, Calibration
from tamis.predict.calibration.kinds import CalibrationKind
from tamis.predict.reasons import reasons_of, strongest_of
from tamis.predict.reasons.facts import Facts

CALIBRATIONS = {
    "none": Calibration(),
    "sigmoid": Calibration(CalibrationKind.SIGMOID, 0.8, 0.3),
    "isotonic": Calibration(CalibrationKind.ISOTONIC, knots=np.array([-2.0, 1.0]), heights=np.array([-1.5, 2.0])),
}
FEATURES = {feature.name: feature for feature in features()}
FACTS = {"stage": Facts(None, ("lead",), np.array([40.0, 30.0]), np.array([10.0, 3.0]))}


@pytest.mark.parametrize("kind", ["glass box", "logistic", "boosted"])
@pytest.mark.parametrize("calibration", CALIBRATIONS)
def test_they_are_those_of_each_record(kind, calibration):
    scorer, table = Calibrated(fitted(kind).scorer(), CALIBRATIONS[calibration]), messy(200, seed=3)[0]
    terms = [term for term in scorer.terms if term.features]
    wanted = reasons_of(table, scorer.contributions(table)[:, : len(terms)], terms, FEATURES, FACTS)
    found = strongest_of(scorer, table, FEATURES, FACTS)
    assert found.reasons(range(200)) == wanted
    assert found.reasons([150, 7]) == [wanted[150], wanted[7]]
    assert (found.log_odds == scorer.log_odds(table)).all()


def test_many_rows_on_two_threads_are_as_each_by_itself():
    scorer, few = fitted("logistic").scorer(), messy(100, seed=4)[0]
    table = pd.concat([few] * 200, ignore_index=True)
    alone, many = strongest_of(scorer, few, FEATURES, {}), strongest_of(scorer, table, FEATURES, {}, threads=2)
    assert (many.places == np.tile(alone.places, (200, 1))).all()
    assert (many.contributions == np.tile(alone.contributions, (200, 1))).all()
    assert (many.log_odds == np.tile(alone.log_odds, 200)).all()


def test_a_model_that_looks_at_nothing_has_no_reasons():
    found = strongest_of(AdditiveModel(-1.5, (), ()), messy(6)[0], FEATURES, {})
    assert found.reasons(range(6)) == [()] * 6
    assert found.log_odds.tolist() == [-1.5] * 6
