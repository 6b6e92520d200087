"""A model that is read again gives the same to the last bit, and holds nothing of those it learnt from."""

from __future__ import annotations

import json
from functools import cache

import numpy as np
import pytest
from tests.predict.models import KINDS, features, fitted, messy

from tamis.errors import DataError, UsageError
from tamis.predict.artefact import Artefact, artefact_bytes, artefact_from_bytes, read_artefact, write_artefact
from tamis.predict.calibration import Calibration, CalibrationKind, Intervals, calibration_of

FACTS = {"goal": "close_90d", "as_of": 1_700_000_000_000_000, "measures": {"auc": 0.7, "note": 'né "<b>"'}, "n": None}


@cache
def kept(kind: str = "logistic") -> Artefact:
    """A model with an isotonic calibration and intervals."""
    table, outcome = messy(300, seed=8)
    scorer = fitted(kind).scorer()
    log_odds = scorer.log_odds(table)
    calibration = calibration_of(CalibrationKind.ISOTONIC, log_odds, outcome.astype(float), np.ones(300))
    return Artefact(scorer, calibration, Intervals.fit(calibration.apply(log_odds), outcome), features(), FACTS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_model_read_again_predicts_the_same_to_the_last_bit(kind, tmp_path):
    model, (table, _) = kept(kind), messy(80, seed=9)
    write_artefact(tmp_path / "model", model)
    for again in (read_artefact(tmp_path / "model"), artefact_from_bytes(artefact_bytes(model))):
        assert (again.calibrated.contributions(table) == model.calibrated.contributions(table)).all()
        for one, other in zip(again.likelihoods(table), model.likelihoods(table), strict=True):
            assert (one == other).all()
        assert again.features == model.features
        assert again.facts == FACTS


def test_the_same_model_is_the_same_bytes():
    assert artefact_bytes(kept()) == artefact_bytes(artefact_from_bytes(artefact_bytes(kept())))


def test_without_intervals_both_ends_are_the_probability():
    plain = Artefact(fitted("naive").scorer(), Calibration(), None, features(), {})
    table, _ = messy(5)
    chance, low, high = artefact_from_bytes(artefact_bytes(plain)).likelihoods(table)
    assert (chance == low).all()
    assert (chance == high).all()


def test_no_contact_is_found_in_the_files(tmp_path):
    write_artefact(tmp_path / "model", kept("glass box"))
    everything = b"".join(path.read_bytes() for path in (tmp_path / "model").iterdir())
    assert b"<i>lead</i>" in everything
    assert b"@example.com" not in everything


def test_the_files_are_of_open_formats(tmp_path):
    write_artefact(tmp_path / "model", kept("boosted"))
    assert json.loads((tmp_path / "model" / "manifest.json").read_text())["facts"] == FACTS
    for path in (tmp_path / "model").glob("*.npy"):
        assert np.load(path, allow_pickle=False).dtype in (np.float64, np.int64)


def test_a_folder_that_holds_a_model_is_replaced_only_if_asked(tmp_path):
    write_artefact(tmp_path / "model", kept("naive"))
    with pytest.raises(UsageError, match="holds a model already"):
        write_artefact(tmp_path / "model", kept())
    write_artefact(tmp_path / "model", kept(), replace=True)
    assert [term.name for term in read_artefact(tmp_path / "model").scorer.terms] == [
        term.name for term in kept().scorer.terms
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_a_folder_of_something_else_is_never_replaced(tmp_path):
    (tmp_path / "letters.txt").write_text("dear")
    for target in (tmp_path, tmp_path / "letters.txt"):
        with pytest.raises(UsageError, match="no model"):
            write_artefact(target, kept(), replace=True)
    assert (tmp_path / "letters.txt").read_text() == "dear"
    (tmp_path / "empty").mkdir()
    write_artefact(tmp_path / "empty", kept())
    read_artefact(tmp_path / "empty")


@pytest.mark.parametrize("fact", [float("nan"), object(), {1, 2}, "\ud800"])
def test_facts_that_json_cannot_say_are_refused_and_nothing_is_written(fact, tmp_path):
    model = Artefact(fitted("naive").scorer(), Calibration(), None, features(), {"fact": fact})
    with pytest.raises(DataError, match="something that JSON cannot say"):
        write_artefact(tmp_path / "model", model)
    assert list(tmp_path.iterdir()) == []


def test_a_model_of_features_that_nobody_describes_is_refused():
    with pytest.raises(DataError, match="no feature of that kind"):
        Artefact(fitted("naive").scorer(), Calibration(), None, features()[1:], {})
