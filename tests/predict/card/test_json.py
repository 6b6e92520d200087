"""The card as JSON: everything comes back, and what follows from it is told."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tests.predict.card.cards import MARKUP, bare_card, ready_card

from tamis.errors import DataError, UsageError
from tamis.predict.card.json_form import from_json, to_json


def test_a_card_comes_back_as_it_was() -> None:
    for card in (ready_card(), bare_card()):
        assert from_json(to_json(card)) == card


def test_what_follows_from_a_card_is_in_its_json() -> None:
    told = json.loads(to_json(bare_card()))
    assert told["readiness"]["stage"] == "too_little"
    assert told["readiness"]["needs"][0] == {"what": "converted", "have": 31, "wanted": 40}
    assert told["verdict"]["level"] == "not_ready"
    assert told["verdict"]["reasons"][0]["said"]["text"].startswith("31 of 40 conversions")
    whole = json.loads(to_json(ready_card(), language="fr"))
    assert whole["drifts"][0]["change"] == "moved"
    cut = whole["held_out"]["cuts"][10]
    assert cut["precision"] == pytest.approx(cut["hits"] / cut["called"])
    assert whole["leaks"][0]["finding"]["signs"][0]["text"].startswith("connue pour 94")
    assert whole["leaks"][1]["finding"]["name"] == MARKUP


def test_what_is_no_card_is_refused_in_words() -> None:
    with pytest.raises(DataError, match=r"model\.json: This is no model card"):
        from_json(b'{"goal": 3}', file="model.json")
    with pytest.raises(DataError, match=r'format "tamis-model-card/9"'):
        from_json(to_json(replace(bare_card(), format="tamis-model-card/9")))


def test_a_language_that_is_not_spoken_is_refused() -> None:
    with pytest.raises(UsageError, match=r'not in "de"'):
        to_json(bare_card(), language="de")
