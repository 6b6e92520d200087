"""Where more comes than can be scored at once, whoever sends is answered first."""

from __future__ import annotations

import pytest

from tests.operations.live.branch import Branch


def send(branch: Branch, count: int) -> None:
    branch.send(*(branch.say("track", user_id="cem", event="mail_opened") for _ in range(count)))


@pytest.fixture
def flooded(branch: Branch, monkeypatch: pytest.MonkeyPatch) -> Branch:
    """Two messages are as many as are taken in at once, three are there, and others come while these are scored."""
    monkeypatch.setattr("tamis.operations.keeper.MOST", 2)
    send(branch, 3)
    branch.seconds_a_look = 1.0
    branch.meanwhile = lambda: send(branch, 1)
    return branch


def test_the_keeper_gives_way_where_more_comes_than_it_takes_in(flooded: Branch) -> None:
    flooded.keeper.step()
    assert flooded.keeper.gives_way > 0


def test_the_keeper_catches_up_where_less_comes_than_it_takes_in(flooded: Branch) -> None:
    flooded.meanwhile = lambda: None
    flooded.keeper.step()
    assert (flooded.keeper.gives_way, flooded.inbox.depth()) == (0, 1)
    flooded.keeper.step()
    assert (flooded.keeper.gives_way, flooded.inbox.depth()) == (0, 0)
    assert flooded.live() == flooded.anew()


def test_the_keeper_gives_way_no_longer_where_very_many_wait(flooded: Branch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tamis.operations.keeper._MOST_LEFT", 1)
    flooded.keeper.step()
    assert flooded.keeper.gives_way == 0


@pytest.mark.parametrize(
    ("worked", "alone", "beside_people"),
    [(0.0, 0.0, 0.0), (0.1, 0.1, 0.3), (0.3, 0.2, 0.9), (0.5, 0.0, 1.2), (2, 0, 0)],
)
def test_messages_gather_for_as_long_as_scoring_is_work_and_nobody_waits_for_long(
    branch: Branch, worked: float, alone: float, beside_people: float
) -> None:
    branch.worked_a_look = worked
    # Beside others that are served, work takes longer.
    branch.seconds_a_look = 10 * worked
    send(branch, 1)
    branch.keeper.step()
    assert branch.keeper.gathers(beside_people=False) == pytest.approx(alone)
    assert branch.keeper.gathers(beside_people=True) == pytest.approx(beside_people)
    branch.keeper.step()
    # Nothing came: whatever comes next is taken in at once.
    assert branch.keeper.gathers(beside_people=True) == 0
