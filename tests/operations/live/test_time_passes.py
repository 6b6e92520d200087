"""Time moves many records in pieces, and whatever happens between two of them, each has its value in the end."""

from __future__ import annotations

import pytest

from tamis.operations import rescore_by_time, rescoring
from tests.operations.live.branch import Branch
from tests.operations.live.definitions import FILES, INTEREST


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """One record a piece, and however few there are, they count as many: so these three are computed by ranges."""
    monkeypatch.setattr(rescore_by_time, "PIECE", 1)
    monkeypatch.setattr(rescoring, "_FEW", 0)
    monkeypatch.setattr(rescoring, "_MOST_SOME", 0.0)


def differing(branch: Branch) -> int:
    """How many contacts do not have the value of this instant."""
    return len(set(branch.anew()) - set(branch.live()))


def fade(branch: Branch) -> None:
    """All three contacts have something that fades."""
    for id in ("ann", "bob", "cem"):
        branch.tell("track", user_id=id, event="page_viewed")
    branch.later(days=1)


def test_a_pass_in_pieces_comes_to_the_same(branch: Branch) -> None:
    fade(branch)
    pieces = []
    for _ in range(3):
        branch.keeper.step()
        pieces.append(differing(branch))
    assert pieces == [2, 1, 0]


def test_messages_need_not_wait_for_a_whole_pass(branch: Branch) -> None:
    fade(branch)
    branch.keeper.step()
    assert differing(branch) == 2
    branch.send(branch.say("track", user_id="cem", event="demo_requested"))
    branch.keeper.step()
    assert round(branch.points("cem") or 0) == 28
    branch.keep()
    assert differing(branch) == 0


def test_a_pass_that_was_cut_off_is_done_after_the_next_start(branch: Branch) -> None:
    fade(branch)
    branch.keeper.step()
    branch.restart()
    assert differing(branch) == 2
    branch.keep()
    assert differing(branch) == 0


def test_a_clock_set_back_in_the_midst_of_a_pass(branch: Branch) -> None:
    fade(branch)
    branch.keeper.step()
    branch.later(hours=-30)
    branch.keep()
    assert differing(branch) == 0


def test_what_is_published_in_the_midst_of_a_pass_holds(branch: Branch) -> None:
    fade(branch)
    branch.keeper.step()
    branch.publish({**FILES, "scores/interest": INTEREST.replace("points: 3,", "points: 4,")})
    branch.keep()
    assert differing(branch) == 0


def test_a_window_that_ends_does_not_wait_for_a_pass(branch: Branch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rescoring, "_MOST_SOME", 1.0)
    fade(branch)
    # Half a minute before ann's demo is thirty days old; her own piece is the first one.
    branch.later(days=10, hours=21, minutes=59, seconds=30)
    branch.keeper.step()
    before = branch.points("ann") or 0
    branch.later(minutes=1)
    branch.keeper.step()
    assert round(before - (branch.points("ann") or 0)) == 20
    assert differing(branch) == 1
    branch.keep()
    assert differing(branch) == 0
