"""What learns in the process that serves: it begins what is due, and clears who reached a goal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tamis.operations.meters import Meters
from tamis.operations.models import live_models
from tamis.operations.models.learner import Learner, learning
from tests.operations.models.conftest import Learnt

WON = "object,id,property,value,changed_at\ncontact,{},lifecycle_stage,customer,{}\n"


@pytest.fixture
def learner(predicted: Learnt) -> Iterator[Learner]:
    with learning(predicted.workspace, now=predicted.now, meters=Meters(), is_ending=lambda: False) as learner:
        while learner.step():
            pass
        yield learner


def jobs(learnt: Learnt) -> list[tuple[str, str]]:
    with learnt.application() as application:
        return [(job.kind, job.state) for job in application.jobs.list()]


def settle(learner: Learner) -> None:
    while learner.step():
        pass


def test_a_day_later_everybody_is_asked_again(predicted: Learnt, learner: Learner) -> None:
    predicted.clock += timedelta(hours=23)
    settle(learner)
    assert jobs(predicted) == []
    predicted.clock += timedelta(hours=1, seconds=1)
    settle(learner)
    assert jobs(predicted) == [("predict", "done")]
    settle(learner)
    assert len(jobs(predicted)) == 1


def test_who_reached_the_goal_is_cleared_within_the_hour(predicted: Learnt, learner: Learner) -> None:
    [(id,)] = predicted.rows(
        "SELECT id FROM records_0 AS r JOIN likelihoods AS l USING (n) WHERE likelihood IS NOT NULL ORDER BY id LIMIT 1"
    )
    predicted.clock += timedelta(minutes=30)
    predicted.take(property_changes=WON.format(id, predicted.clock.strftime("%Y-%m-%dT%H:%M:%SZ")))
    predicted.clock += timedelta(hours=1, seconds=1)
    settle(learner)
    asked = "SELECT likelihood, priority FROM likelihoods JOIN records_0 AS r USING (n) WHERE r.id = ?"
    assert predicted.rows(asked, id) == [(None, "closed won")]


def test_a_clock_that_is_set_back_hurts_nothing(predicted: Learnt, learner: Learner) -> None:
    predicted.clock -= timedelta(days=200)
    settle(learner)
    predicted.clock += timedelta(days=200)
    settle(learner)
    assert jobs(predicted) == []


def test_what_is_due_is_begun_once_however_long_it_waits(predicted: Learnt, learner: Learner) -> None:
    predicted.clock += timedelta(days=2)
    learner._worker._kinds = ()  # Nobody does it.
    for _ in range(3):
        predicted.clock += timedelta(minutes=2)
        learner.step()
    assert jobs(predicted) == [("predict", "waiting")]


def test_what_fails_is_begun_again_an_hour_later_and_no_sooner(predicted: Learnt, learner: Learner) -> None:
    with predicted.application() as application:
        application.models.save_goal(
            "close_90d", label="x", object="contact", goal="outcome: {property: gone, is: 1}\n", at=1
        )
        application._connection.sql("UPDATE model_versions SET artefact = x'00'")
    live_models._read.cache_clear()
    predicted.clock += timedelta(days=1, minutes=1)
    for _ in range(5):
        settle(learner)
        predicted.clock += timedelta(minutes=5)
    # Nor by another server at once, which may be there because this one died of it.
    next_server(predicted)
    assert [kind for kind, _ in jobs(predicted)] == ["predict"]
    predicted.clock += timedelta(hours=1)
    settle(learner)
    assert len(jobs(predicted)) == 2


def next_server(learnt: Learnt) -> None:
    """The one before was killed."""
    with learning(learnt.workspace, now=learnt.now, meters=Meters(), is_ending=lambda: False) as learner:
        settle(learner)


def test_what_a_model_said_that_was_deleted_while_it_was_asked_is_forgotten_by_the_next_server(
    predicted: Learnt,
) -> None:
    with predicted.application() as application:
        application.models.delete("close_90d")
    next_server(predicted)
    assert predicted.rows("SELECT count(*) FROM likelihood_history") == [(0,)]


def test_so_is_what_one_said_that_was_withdrawn_and_of_who_was_erased(predicted: Learnt) -> None:
    with predicted.application() as application:
        application.models.go_live("close_90d", 0, "withdrawn", 1, by="Ada")
    with predicted.warehouse() as warehouse:
        warehouse.engine.sql("DELETE FROM warehouse.records_0 WHERE n = 0")
        warehouse.engine.sql("INSERT INTO warehouse.merged (n, kept) VALUES (1, 2)")
        warehouse.engine.sql("DELETE FROM warehouse.records_0 WHERE n = 1")
    next_server(predicted)
    assert predicted.rows("SELECT count(*) FROM likelihoods") == [(0,)]
    told = predicted.rows("SELECT n, count(*) FROM likelihood_history WHERE n <= 1 GROUP BY n")
    assert told == [(1, 2)]
    assert predicted.rows("SELECT DISTINCT cause FROM likelihood_history WHERE after IS NULL AND before > 0") == [
        ("withdraw",)
    ]
