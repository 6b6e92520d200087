"""Reasons that are told of all records at once are those that are told of each."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tamis.operations.predict.told_reasons import told_reasons
from tamis.predict.additive import AdditiveModel
from tamis.predict.reasons import Reason, strongest_of
from tamis.predict.reasons.facts import Facts
from tamis.predict.reasons.wording import sentence
from tests.predict.models import features, fitted, messy

FEATURES = {feature.name: feature for feature in features()}
FACTS = {"stage": Facts(None, ("lead",), np.array([40.0, 30.0]), np.array([10.0, 3.0]))}


@pytest.mark.parametrize("kind", ["glass box", "boosted"])
def test_each_record_is_told_its_own(kind):
    found = strongest_of(fitted(kind).scorer(), messy(200, seed=5)[0], FEATURES, FACTS)
    texts = told_reasons(found, 0.25).to_pylist()
    assert len(texts) == 200
    for text, reasons in zip(texts, found.reasons(range(200)), strict=True):
        told = json.loads(text)
        assert told["for"] == [_told(each) for each in reasons if each.contribution > 0]
        assert told["against"] == [_told(each) for each in reasons if each.contribution < 0]


def test_where_there_is_no_reason_nothing_is_told():
    nothing = AdditiveModel(0.0, (), ())
    assert told_reasons(strongest_of(nothing, messy(6)[0], FEATURES, {}), 0.5).to_pylist() == [None] * 6
    assert len(told_reasons(strongest_of(nothing, messy(6)[0].iloc[:0], FEATURES, {}), 0.5)) == 0


def _told(reason: Reason) -> dict:
    return {
        "features": [feature.name for feature in reason.features],
        "values": list(reason.values),
        "contribution": round(reason.contribution, 6),
        "fact": sentence(reason, 0.25),
    }
