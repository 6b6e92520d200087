"""Whose the engine's threads are while people look at pages."""

from __future__ import annotations

import pytest

from tamis.engine.duckdb import DuckDBEngine
from tamis.operations.handing_over.wire import encode_verb
from tamis.operations.verbs import Rescore, Values
from tamis.store.application import open_application
from tests.operations.live.branch import Branch

ALL, HALF = 4, 2


@pytest.fixture
def used(branch: Branch, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of threads that were set one after the other, on a machine of four processors."""
    numbers: list[int] = []
    use = DuckDBEngine.use_threads

    def noted(engine: DuckDBEngine, threads: int) -> None:
        use(engine, threads)
        numbers.append(engine.threads)

    branch.close()
    with monkeypatch.context() as made:
        made.setattr(DuckDBEngine, "threads", ALL)
        branch.open()
    monkeypatch.setattr(DuckDBEngine, "use_threads", noted)
    branch.keep()
    return numbers


def ask(branch: Branch, verb: Rescore | Values) -> None:
    with open_application(branch.workspace.application) as application:
        application.jobs.add(verb.kind, encode_verb(verb), branch.at)


def work(branch: Branch) -> None:
    branch.send(branch.say("track", user_id="cem", event="mail_opened"))
    branch.keeper.step(beside_people=True)


def test_people_have_half_the_threads_while_the_keeper_is_at_work(branch: Branch, used: list[int]) -> None:
    branch.seconds += 60
    work(branch)
    # Until now it had nothing to do for a while.
    assert used == []
    work(branch)
    work(branch)
    assert used == [HALF]
    branch.seconds += 4
    branch.keeper.step(beside_people=True)
    assert used == [HALF]
    branch.seconds += 2
    branch.keeper.step(beside_people=True)
    assert used == [HALF, ALL]
    assert branch.live() == branch.anew()


def test_the_keeper_has_all_threads_where_nobody_looks(branch: Branch, used: list[int]) -> None:
    work(branch)
    work(branch)
    branch.keeper.step(beside_people=False)
    assert used == [HALF, ALL]


def test_who_waits_for_all_records_has_all_threads(branch: Branch, used: list[int]) -> None:
    work(branch)
    work(branch)
    ask(branch, Rescore())
    branch.keeper.step(beside_people=True)
    assert used == [HALF, ALL, HALF]
    ask(branch, Values("readers"))
    branch.keeper.step(beside_people=True)
    assert used == [HALF, ALL, HALF]


def test_a_machine_of_one_processor_has_nothing_to_share(branch: Branch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DuckDBEngine, "threads", 1)
    monkeypatch.setattr(DuckDBEngine, "use_threads", lambda _engine, _threads: pytest.fail("there is one thread"))
    branch.restart()
    work(branch)
    work(branch)
    branch.keeper.step(beside_people=False)
