"""The live models of a workspace are asked about every record, and what they say is kept with its change."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from tamis.errors import UsageError
from tamis.operations.models import predicting
from tamis.operations.models.clearing import clear_reached
from tamis.operations.models.kept_reasons import read_reasons
from tamis.operations.models.predicting import PredictedModel, predict_models
from tamis.operations.models.publishing import delete_model, revert_model, withdraw_model
from tamis.progress import NullProgress
from tamis.store.application import Living
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.erasure import erase_contact
from tamis.store.warehouse.likelihoods import Changed, Saying
from tests.operations.models.conftest import Learnt

LIKELIHOODS = "SELECT r.id, l.likelihood, l.priority FROM likelihoods AS l JOIN records_0 AS r USING (n) ORDER BY r.id"
WON = "object,id,property,value,changed_at\ncontact,{},lifecycle_stage,customer,{}\n"


def test_every_open_contact_has_a_likelihood_and_customers_none(learnt: Learnt) -> None:
    [model] = learnt.predict().models
    customers = customers_of(learnt)
    rows = learnt.rows(LIKELIHOODS)
    assert model == PredictedModel("close_90d", 1, 260, 260 - len(customers), 260, 0)
    assert {id for id, likelihood, _ in rows if likelihood is None} == customers
    assert {priority for id, _, priority in rows if id in customers} == {"closed won"}
    open_ = [row for row in rows if row[1] is not None]
    by_priority = [[each[1] for each in open_ if each[2] == name] for name in ("very high", "high", "medium", "low")]
    for above, below in pairwise(by_priority):
        assert min(above) > max(below)


def customers_of(learnt: Learnt) -> set[str]:
    return {
        id
        for (id,) in learnt.rows(
            "SELECT DISTINCT r.id FROM changes_0 AS c JOIN records_0 AS r USING (n) WHERE c.text = 'customer'"
        )
    }


def test_a_likelihood_stands_with_its_interval_reasons_and_log_odds(predicted: Learnt) -> None:
    rows = predicted.rows(
        "SELECT likelihood, low, high, log_odds, reasons FROM likelihoods WHERE likelihood IS NOT NULL"
    )
    for likelihood, low, high, log_odds, text in rows:
        assert 0.1 <= low <= likelihood <= high <= 99.9
        assert (log_odds > 0) == (likelihood > 50)
        reasons = read_reasons(text)
        assert 1 <= len(reasons) <= 10
        assert sorted(reasons, key=lambda each: each.contribution < 0) == list(reasons)


def test_a_run_is_noted(learnt: Learnt) -> None:
    [asked] = learnt.predict().models
    with learnt.application() as application:
        [run] = application.models.get("close_90d").runs
    assert (run.number, run.records, run.open, run.changed) == (1, 260, asked.open, 260)
    assert {"name", "index", "then", "now", "value"} == {*run.drifts[0]}
    assert [drift["index"] for drift in run.drifts] == sorted((d["index"] for d in run.drifts), reverse=True)


def test_asked_again_nothing_has_changed(predicted: Learnt) -> None:
    before = predicted.rows(LIKELIHOODS)
    predicted.clock += timedelta(seconds=1)
    [again] = predicted.predict().models
    assert (again.changed, again.cleared) == (0, 0)
    assert predicted.rows(LIKELIHOODS) == before
    assert predicted.rows("SELECT count(*) FROM likelihoods WHERE before IS DISTINCT FROM likelihood") == [(0,)]


def test_another_version_says_that_it_was_published(predicted: Learnt) -> None:
    predicted.clock += timedelta(days=1)
    predicted.train(seed=1, is_anyway=True, is_published=False)
    with predicted.application() as application:
        number = application.models.get("close_90d").versions[0].number
        application.models.go_live("close_90d", number, "by_hand", 1, by="me")
    predicted.predict("close_90d")
    assert {version for (version,) in predicted.rows("SELECT DISTINCT version FROM likelihoods")} == {number}
    causes = {cause for (cause,) in predicted.rows("SELECT DISTINCT cause FROM likelihood_history WHERE version = 2")}
    assert causes <= {"publish"}


def test_who_becomes_a_customer_is_cleared_before_the_next_prediction(predicted: Learnt) -> None:
    [(id, n, likelihood)] = predicted.rows(
        "SELECT r.id, n, likelihood FROM likelihoods JOIN records_0 AS r USING (n) WHERE likelihood IS NOT NULL LIMIT 1"
    )
    assert clear_reached(predicted.workspace, now=predicted.now) == 0
    predicted.clock += timedelta(days=2)
    won = predicted.clock - timedelta(hours=1)
    predicted.take(property_changes=WON.format(id, f"{won:%Y-%m-%dT%H:%M:%SZ}"))
    assert clear_reached(predicted.workspace, now=predicted.now) == 1
    assert clear_reached(predicted.workspace, now=predicted.now) == 0
    assert predicted.rows("SELECT likelihood, priority, before FROM likelihoods WHERE n = ?", n) == [
        (None, "closed won", likelihood)
    ]
    told = predicted.rows("SELECT before, after, cause FROM likelihood_history WHERE n = ? ORDER BY rowid", n)
    assert told[-1] == (likelihood, None, "reached")
    assert predicted.predict().models[0].cleared == 0


def test_a_contact_that_is_erased_while_likelihoods_are_kept_is_left_out(learnt: Learnt) -> None:
    class Erasing(NullProgress):
        def step(self, sentence: str, total: int | None = None) -> None:
            if sentence == "Keeping likelihoods":
                with learnt.warehouse() as other:
                    erase_contact(other, 0)

    [asked] = predict_models(learnt.workspace, None, now=learnt.now, progress=Erasing()).models
    assert asked.records == 259
    for table in ("likelihoods", "likelihood_history"):
        assert learnt.rows(f"SELECT * FROM {table} WHERE n = 0") == []


def test_a_model_without_a_live_version_is_not_asked(learnt: Learnt) -> None:
    with learnt.application() as application:
        application.models.go_live("close_90d", 0, "withdrawn", 1, by="me")
        assert application.models.get("close_90d").livings[0] == Living(0, 1, "withdrawn", "me")
    assert learnt.predict().models == ()
    with pytest.raises(UsageError, match='No version of "close_90d" is live'):
        learnt.predict("close_90d")
    with pytest.raises(UsageError, match="did you mean close_90d"):
        learnt.predict("close_90")


def test_what_was_deleted_or_withdrawn_while_it_was_asked_says_nothing(
    learnt: Learnt, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who deletes looks for what was said before it is there."""
    keep = predicting.keep_likelihoods

    def kept_late(warehouse: Warehouse, said: Saying) -> Changed:
        withdraw_model(learnt.workspace, "close_90d", by="Ada", now=learnt.now)
        return keep(warehouse, said)

    monkeypatch.setattr(predicting, "keep_likelihoods", kept_late)
    learnt.predict()
    assert learnt.rows("SELECT count(*) FROM likelihoods") == [(0,)]
    revert_model(learnt.workspace, "close_90d", by="Ada", now=learnt.now)

    def kept_too_late(warehouse: Warehouse, said: Saying) -> Changed:
        delete_model(learnt.workspace, "close_90d")
        return keep(warehouse, said)

    monkeypatch.setattr(predicting, "keep_likelihoods", kept_too_late)
    learnt.predict()
    told = "SELECT count(*) FROM (SELECT model FROM likelihoods UNION ALL SELECT model FROM likelihood_history)"
    assert learnt.rows(told) == [(0,)]
