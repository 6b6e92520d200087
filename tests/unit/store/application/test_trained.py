"""Models and their versions in the application database, on a file and on a server."""

import pytest

from tamis.errors import UsageError
from tamis.store.application import ModelVersion, Run, Schedule, Tried

DAY = 86_400_000_000


def version(**changed):
    told = {"number": 0, "made_at": 5, "as_of": 4, "verdict": "ready", "kind": "glass_box"}
    measured = {"log_loss": 0.2, "auc": 0.8, "rows": 900, "converted": 80}
    return ModelVersion(**{**told, **measured, **changed})


@pytest.fixture
def models(application):
    application.models.save_goal("closing", label="Closing", object="contact", goal="key: closing\n", at=1)
    return application.models


def trains(models, **changed):
    return models.add_version("closing", version(**changed), goal="key: closing\n", artefact=b"a", card=b"{}").number


def live_number(models):
    live = models.get("closing").live
    return live.number if live else None


def test_versions_are_numbered_and_kept_with_their_bytes(models):
    assert [trains(models), trains(models, kept=("tags", "source"), seed=7)] == [1, 2]
    second, first = models.get("closing").versions
    assert second == version(number=2, kept=("tags", "source"), seed=7)
    assert first == version(number=1)
    assert (models.artefact("closing", 1), models.card("closing", 2)) == (b"a", b"{}")


def test_a_model_without_a_living_is_not_live(models):
    trains(models)
    kept = models.get("closing")
    assert (kept.live, kept.before_live) == (None, None)


def test_going_back_goes_through_what_was_live(models):
    for _ in range(3):
        models.go_live("closing", trains(models), "by_hand", at=1, by="Ada")
    assert live_number(models) == 3
    for expected in (2, 1):
        before = models.get("closing").before_live
        assert before == expected
        models.go_live("closing", before, "reverted", at=2, by="Ada")
    assert live_number(models) == 1
    assert models.get("closing").before_live is None


def test_what_was_withdrawn_comes_back(models):
    models.go_live("closing", trains(models), "first", at=1, by="Ada")
    models.go_live("closing", trains(models), "challenger", at=2, by="")
    models.go_live("closing", 0, "withdrawn", at=3, by="Ada")
    assert live_number(models) is None
    assert models.get("closing").before_live == 2
    models.go_live("closing", 2, "reverted", at=4, by="Ada")
    assert live_number(models) == 2
    assert models.get("closing").before_live == 1


def test_what_went_live_again_after_going_back_is_gone_back_from(models):
    for _ in range(2):
        models.go_live("closing", trains(models), "by_hand", at=1, by="Ada")
    models.go_live("closing", 1, "reverted", at=2, by="Ada")
    models.go_live("closing", 2, "by_hand", at=3, by="Ada")
    assert models.get("closing").before_live == 1


def test_only_what_is_there_goes_live(models):
    with pytest.raises(UsageError, match='Model "closing" has no version 4'):
        models.go_live("closing", 4, "by_hand", at=1, by="Ada")
    with pytest.raises(UsageError, match='There is no model "closin"; did you mean closing'):
        models.go_live("closin", 1, "by_hand", at=1, by="Ada")


def test_a_key_stays_with_its_object(models):
    with pytest.raises(UsageError, match="of contact records already"):
        models.save_goal("closing", label="Closing", object="deal", goal="key: closing\n", at=2)
    models.save_goal("closing", label="To close", object="contact", goal="key: closing # again\n", at=2)
    kept = models.get("closing")
    assert (kept.label, kept.goal, kept.made_at) == ("To close", "key: closing # again\n", 1)


def test_what_was_tried_in_vain_is_told_until_a_version_is_made(models):
    models.keep_tried("closing", Tried(3, b"card"))
    assert models.get("closing").tried == Tried(3, b"card")
    trains(models)
    assert models.get("closing").tried is None


def test_the_last_runs_are_kept(models):
    for at in range(35):
        models.add_run("closing", Run(1, at, 100, 80, 3, ({"name": "visits", "index": 0.3},)))
    runs = models.get("closing").runs
    assert [run.at for run in runs] == list(range(34, 4, -1))
    assert runs[0] == Run(1, 34, 100, 80, 3, ({"name": "visits", "index": 0.3},))


def test_a_schedule_may_be_none_at_all(models):
    assert models.get("closing").schedule == Schedule(30, on_drift=True, predict_hours=24)
    models.set_schedule("closing", Schedule(None, on_drift=False, predict_hours=None))
    assert models.get("closing").schedule == Schedule(None, on_drift=False, predict_hours=None)


def test_those_lead_that_went_live_first(models):
    for key, at in (("alpha", 9), ("beta", 3)):
        models.save_goal(key, label=key, object="contact", goal="", at=1)
        models.add_version(key, version(), goal="", artefact=b"", card=b"")
        models.go_live(key, 1, "first", at=at, by="")
    assert [model.key for model in models.all()] == ["beta", "alpha", "closing"]


def test_what_is_deleted_is_gone(models):
    models.go_live("closing", trains(models), "first", at=1, by="")
    models.delete("closing")
    assert models.all() == []
    with pytest.raises(UsageError, match="There is no model"):
        models.artefact("closing", 1)
