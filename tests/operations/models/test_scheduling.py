"""When models are trained anew and asked again."""

from dataclasses import replace

import pytest

from tamis.operations.models.scheduling import Due, due, next_asking, next_training
from tamis.store.application import KeptModel, Living, ModelVersion, Run, Schedule, Tried
from tests.predict.card.cards import ready_card

HOUR = 3_600_000_000
DAY = 24 * HOUR
VERSION = ModelVersion(1, 0, 0, "ready", "glass_box", 0.2, 0.8, 900, 80)


def model(**changed):
    told = {"key": "closing", "label": "Closing", "object": "contact", "goal": "", "made_at": 0}
    state = {"versions": (VERSION,), "livings": (Living(1, 0, "first", ""),), "runs": (), "tried": None}
    return KeptModel(**{**told, "schedule": Schedule(), **state, **changed})


def what(kept, at, card=None):
    return [(each.what, each.why) for each in due([kept], {"closing": card} if card else {}, at)]


@pytest.fixture(scope="module")
def card():
    return ready_card()


def run_of(card, index, at):
    name = card.importances[0].features[0]
    return Run(1, at, 100, 80, 1, ({"name": name, "index": index, "then": 0.1, "now": 0.5, "value": None},))


def test_a_model_is_trained_anew_after_its_days_and_not_before():
    kept = model(runs=(Run(1, 30 * DAY, 1, 1, 0),))
    assert what(kept, 30 * DAY - 1) == []
    assert what(kept, 30 * DAY) == [("train", "time")]
    assert next_training(kept) == 30 * DAY


def test_what_was_tried_in_vain_is_tried_again_after_as_many_days():
    kept = model(versions=(), livings=(), tried=Tried(5 * DAY, b""))
    assert what(kept, 35 * DAY - 1) == []
    assert what(kept, 35 * DAY) == [("train", "time")]


def test_a_live_version_that_was_never_asked_is_asked_at_once_after_a_day():
    kept = model(livings=(Living(1, 2 * DAY, "first", ""),))
    assert what(kept, 2 * DAY) == [("predict", "time")]
    assert what(replace(kept, runs=(Run(1, 2 * DAY, 1, 1, 0),)), 3 * DAY - 1) == []
    assert what(replace(kept, runs=(Run(1, 2 * DAY, 1, 1, 0),)), 3 * DAY) == [("predict", "time")]


def test_runs_of_another_version_do_not_count():
    kept = model(
        versions=(replace(VERSION, number=2), VERSION),
        livings=(Living(2, DAY, "challenger", ""), Living(1, 0, "first", "")),
        runs=(Run(1, DAY, 1, 1, 0),),
    )
    assert next_asking(kept) == DAY


def test_what_is_withdrawn_is_not_asked():
    kept = model(livings=(Living(0, DAY, "withdrawn", ""), Living(1, 0, "first", "")))
    assert next_asking(kept) is None
    assert what(kept, 3 * DAY) == []


def test_never_is_never():
    kept = model(schedule=Schedule(None, on_drift=False, predict_hours=None), runs=(Run(1, 0, 1, 1, 0),))
    assert what(kept, 10_000 * DAY) == []


def test_a_version_that_has_just_gone_live_is_asked_whatever_the_schedule_says():
    never = Schedule(None, on_drift=False, predict_hours=None)
    kept = model(
        schedule=never,
        versions=(replace(VERSION, number=2), VERSION),
        livings=(Living(1, 9 * DAY, "reverted", ""), Living(2, DAY, "by_hand", ""), Living(1, 0, "first", "")),
        runs=(Run(2, DAY, 1, 1, 0), Run(1, 0, 1, 1, 0)),
    )
    assert what(kept, 9 * DAY) == [("predict", "time")]


def test_inputs_that_moved_much_have_it_trained_anew_after_a_week(card):
    kept = model(runs=(run_of(card, 0.4, 8 * DAY), run_of(card, 0.05, HOUR)))
    assert what(kept, 8 * DAY, card) == [("train", "drift")]
    fresh = replace(kept, versions=(replace(VERSION, made_at=2 * DAY),))
    assert what(fresh, 8 * DAY, card) == []
    assert what(replace(kept, schedule=Schedule(on_drift=False)), 8 * DAY, card) == []


def test_what_had_moved_already_when_it_was_first_asked_is_no_news(card):
    kept = model(runs=(run_of(card, 0.4, 8 * DAY), run_of(card, 0.3, HOUR)))
    assert what(kept, 8 * DAY, card) == []


def test_what_hardly_counts_may_move(card):
    other = {"name": "no such feature", "index": 9.0, "then": 0.1, "now": 0.5, "value": None}
    kept = model(runs=(Run(1, 8 * DAY, 100, 80, 1, (other,)),))
    assert what(kept, 8 * DAY, card) == []


def test_due_names_the_model():
    assert list(due([model(livings=())], {}, 40 * DAY)) == [Due("closing", "train", "time")]
