"""The card of a version as of today: what has moved since weighs in its verdict."""

from __future__ import annotations

from dataclasses import replace

from tamis.operations.models.listing import read_card
from tamis.predict.card.json_form import from_json
from tamis.predict.evaluation.verdict import Level
from tests.operations.models.conftest import Learnt

KEY = "close_90d"


def test_the_verdict_names_what_has_moved_since_the_training(predicted: Learnt) -> None:
    before = read_card(predicted.workspace, KEY)
    weighty = before.importances[0].features[0]
    with predicted.application() as application:
        newest = application.models.get(KEY).runs[0]
        moved = {"name": weighty, "index": 0.9, "then": 0.1, "now": 0.6, "value": "≥ 4"}
        application.models.add_run(KEY, replace(newest, at=newest.at + 1, drifts=(moved,)))
    card = read_card(predicted.workspace, KEY)
    assert card.verdict.level is Level.WITH_CARE
    said = next(reason.said for reason in card.verdict.reasons if reason.said.code == "input_moved")
    assert said.values["name"] == weighty


def test_a_run_that_saw_too_few_records_to_tell_says_nothing_of_drift(predicted: Learnt) -> None:
    with predicted.application() as application:
        newest = application.models.get(KEY).runs[0]
        application.models.add_run(KEY, replace(newest, at=newest.at + 1, drifts=()))
        trained = from_json(application.models.card(KEY, newest.number))
    assert read_card(predicted.workspace, KEY) == trained
