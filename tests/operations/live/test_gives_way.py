"""Where more comes than can be scored at once, whoever sends is answered first."""

from __future__ import annotations

import pytest

from tests.operations.live.branch import Branch


@pytest.fixture
def flooded(branch: Branch, monkeypatch: pytest.MonkeyPatch) -> Branch:
    """Two messages are as many as are taken in at once, and three are there."""
    monkeypatch.setattr("tamis.operations.keeper.MOST", 2)
    branch.seconds_a_look = 1.0
    branch.send(*(branch.say("track", user_id="cem", event="mail_opened") for _ in range(3)))
    return branch


def test_the_keeper_gives_way_as_long_as_more_waits_than_it_takes_in_at_once(flooded: Branch) -> None:
    flooded.keeper.step()
    assert (flooded.keeper.gives_way > 0, flooded.inbox.depth()) == (True, 1)
    flooded.keeper.step()
    assert (flooded.keeper.gives_way, flooded.inbox.depth()) == (0, 0)
    assert flooded.live() == flooded.anew()


def test_the_keeper_gives_way_no_longer_where_very_many_wait(flooded: Branch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tamis.operations.keeper._MOST_LEFT", 1)
    flooded.keeper.step()
    assert flooded.keeper.gives_way == 0
