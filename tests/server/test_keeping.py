"""The thread that has the keeper work, with a stand-in for the keeper."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from tamis.errors import InUse, UsageError
from tamis.operations.meters import Meters
from tamis.operations.workspace import Workspace
from tamis.server.health import Health
from tamis.server.keeping import Keeping
from tamis.store.inbox import InboxFailed, TakenOver
from tests.server.serving import eventually


class Office:
    """A keeper whose steps a test decides, and the thread around it."""

    def __init__(self) -> None:
        self.steps, self.opened, self.closed = 0, 0, 0
        self.is_beside_people = False
        self.workspace = Workspace(Path(), "UTC")
        self.does: Callable[[], bool] = lambda: False
        self.warnings: dict[str, tuple[str, ...]] = {}
        self.gives_way, self.lets_gather, self.are_people_there = 0.0, 0.0, False
        self.opens: Callable[[], None] = lambda: None
        self.given_up: list[Exception] = []
        self.made_room: list[int] = []
        self.health, self.meters = Health(), Meters()
        self.thread = Keeping(
            self._keeping,
            health=self.health,
            meters=self.meters,
            give_up=self.given_up.append,
            make_room=lambda: self.made_room.append(self.steps),
            are_people_there=lambda: self.are_people_there,
        )

    @contextmanager
    def _keeping(self) -> Iterator[Office]:
        self.opens()
        self.opened += 1
        try:
            yield self
        finally:
            self.closed += 1

    def step(self, *, beside_people: bool) -> bool:
        self.steps += 1
        self.is_beside_people = beside_people
        return self.does()

    def gathers(self, *, beside_people: bool) -> float:
        return self.lets_gather * beside_people

    def is_sent_to(self) -> bool:
        """What a step does where messages come all the time."""
        self.thread.wake()
        return True


@pytest.fixture
def office():
    made = Office()
    yield made
    made.thread.stop()
    made.thread.join()


def test_it_works_as_long_as_there_is_something_to_do_and_again_when_it_is_woken(office):
    left = [True] * 50
    office.does = lambda: bool(left) and left.pop()
    office.thread.start()
    eventually(lambda: not left)
    left += [True] * 50
    office.thread.wake()
    eventually(lambda: not left)
    assert office.health.reasons == {}


def test_it_looks_now_and_then_unwoken(office):
    office.thread.start()
    eventually(lambda: office.steps >= 3)


def test_it_gives_way_to_those_who_send_and_ends_all_the_same(office, monkeypatch):
    monkeypatch.setattr("tamis.server.keeping._LOOK", 60.0)
    office.does, office.gives_way = office.is_sent_to, 60.0
    office.thread.start()
    eventually(lambda: office.steps)
    office.thread.stop()
    office.thread.join()
    assert office.steps == 1


def test_it_gives_way_to_nobody_where_nobody_sends(office):
    office.does, office.gives_way = lambda: True, 60.0
    office.thread.start()
    eventually(lambda: office.steps >= 3)


def test_messages_gather_until_somebody_waits_for_a_job(office):
    office.does, office.lets_gather, office.are_people_there = office.is_sent_to, 3600.0, True
    office.thread.start()
    eventually(lambda: office.steps)
    office.thread.wake()
    assert office.steps == 1
    office.thread.call()
    eventually(lambda: office.steps == 2)
    assert office.is_beside_people


def test_messages_gather_no_longer_than_for_people_who_are_there(office):
    office.does, office.lets_gather = office.is_sent_to, 3600.0
    office.thread.start()
    eventually(lambda: office.steps >= 3)
    assert not office.is_beside_people


def test_who_waits_for_a_job_need_not_give_way(office, monkeypatch):
    monkeypatch.setattr("tamis.server.keeping._LOOK", 3600.0)
    office.does, office.gives_way = office.is_sent_to, 3600.0
    office.thread.start()
    eventually(lambda: office.steps)
    office.thread.call()
    eventually(lambda: office.steps == 2)


def test_a_step_is_ended_before_it_stops_and_closes(office):
    inside, go_on = threading.Event(), threading.Event()

    def slow() -> bool:
        inside.set()
        return go_on.wait(60)

    office.does = slow
    office.thread.start()
    inside.wait(60)
    office.thread.stop()
    assert office.closed == 0
    go_on.set()
    office.thread.join()
    assert (office.steps, office.closed) == (1, 1)


def test_a_step_that_fails_is_told_without_its_text_and_tried_again(office, caplog):
    fails = [True]

    def step() -> bool:
        if fails:
            raise KeyError("ada@example.com")
        return False

    office.does = step
    with caplog.at_level(logging.ERROR, "tamis"):
        office.thread.start()
        eventually(lambda: "keeper" in office.health.reasons and office.steps)
        eventually(lambda: "KeyError" in office.health.reasons.get("keeper", ""))
    assert "KeyError in step, line" in caplog.text
    assert "ada" not in caplog.text + str(office.health.reasons)
    fails.clear()
    eventually(lambda: office.health.reasons == {})
    assert office.opened == 1
    assert b"tamis_keeper_failures_total 0.0" not in office.meters.text()


@pytest.mark.parametrize(
    ("error", "is_lost"),
    [
        (duckdb.FatalException("FATAL Error: database has been invalidated because of a previous fatal error"), True),
        (duckdb.FatalException("FATAL Error: could not write ada.wal: No space left on device"), False),
        (duckdb.TransactionException("Conflict"), False),
    ],
)
def test_a_process_that_has_lost_the_warehouse_makes_room_for_another(office, error, is_lost):
    def step() -> bool:
        if office.steps == 1:
            raise error
        return False

    office.does = step
    office.thread.start()
    eventually(lambda: office.steps > 1)
    assert office.made_room == [1] * is_lost


@pytest.mark.parametrize(
    "error",
    [
        OSError(28, "No space left on device", "ada.csv"),
        duckdb.TransactionException("Failed to commit: could not write ada.wal: No space left on device"),
        InboxFailed('"ada.sqlite3" cannot grow: the disk is full.'),
    ],
)
def test_a_disk_that_is_full_is_told_without_naming_a_file(office, error):
    def step() -> bool:
        raise error

    office.does = step
    office.thread.start()
    eventually(lambda: "The disk is full." in office.health.reasons.get("keeper", ""))
    assert "ada" not in office.health.reasons["keeper"]


def test_what_is_amiss_is_told_once_in_the_log_and_until_it_is_mended(office, caplog):
    office.warnings = {"scores": ("One.", "Two."), "jobs": ()}
    with caplog.at_level(logging.WARNING, "tamis"):
        office.thread.start()
        eventually(lambda: office.steps >= 3)
    assert [record.message for record in caplog.records] == ["One.", "Two."]
    assert (office.health.warnings, office.health.reasons) == ([("scores", "One."), ("scores", "Two.")], {})
    assert b'tamis_warnings{part="scores"} 2.0' in office.meters.text()
    assert b'tamis_warnings{part="jobs"} 0.0' in office.meters.text()
    office.warnings = {"scores": (), "jobs": ()}
    eventually(lambda: office.health.warnings == [])
    assert b'tamis_warnings{part="scores"} 0.0' in office.meters.text()


def test_a_workspace_in_use_is_waited_for(office):
    in_use = [True]

    def opens() -> None:
        if in_use:
            raise InUse("It is in use.")

    office.opens = opens
    office.thread.start()
    eventually(lambda: "open" in office.health.reasons.get("keeper", ""))
    in_use.clear()
    eventually(lambda: office.health.reasons == {})
    assert office.given_up == []


def test_a_workspace_that_cannot_be_opened_is_told_once(office):
    def opens() -> None:
        raise UsageError("It is damaged.")

    office.opens = opens
    office.thread.start()
    office.thread.join()
    assert [str(error) for error in office.given_up] == ["It is damaged."]
    assert "keeper" in office.health.reasons


def test_a_keeper_whose_place_was_taken_ends_and_tells_once(office):
    def step() -> bool:
        raise TakenOver("It was taken over.")

    office.does = step
    office.thread.start()
    office.thread.join()
    assert (office.steps, office.closed, [str(error) for error in office.given_up]) == (1, 1, ["It was taken over."])
    assert "keeper" in office.health.reasons


def test_it_stops_at_once_while_it_rests_after_a_failure(office):
    def opens() -> None:
        raise InUse("It is in use.")

    office.opens = opens
    office.thread.start()
    eventually(lambda: "Another" in office.health.reasons.get("keeper", ""))
    office.thread.stop()
    office.thread.join()
    assert office.opened == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only there has a thread a priority of its own")
def test_the_engine_starts_its_threads_at_the_usual_priority_and_only_steps_go_second(office):
    """They compute for pages, too."""
    nice: dict[str, int] = {}

    def look(at: str) -> None:
        nice[at] = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    def step() -> bool:
        look("step")
        return False

    office.opens, office.does = lambda: look("opening"), step
    office.thread.start()
    eventually(lambda: "step" in nice)
    usual = os.getpriority(os.PRIO_PROCESS, os.getpid())
    assert nice == {"opening": usual, "step": min(usual + 10, 19)}
