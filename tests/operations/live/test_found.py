"""Somebody who is new, or has another name, is found while messages come in."""

from __future__ import annotations

import pytest

from tamis.operations import search_texts
from tamis.operations.record.finding import find_records
from tamis.operations.remembered import MOST_SECONDS_AT_WORK
from tests.operations.live.branch import Branch


def test_among_many_who_is_new_is_found_at_once_and_another_name_after_some_seconds(
    branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tamis.operations.search_texts.MANY_RECORDS", 2)
    texts = search_texts._texts_of(branch.held.held)  # type: ignore[arg-type]
    texts._clock = lambda: branch.seconds
    known = "ann"
    # Nothing but events: what is kept serves for ever.
    assert _found(branch, "ann") == ["ann"]
    branch.send(branch.say("track", user_id=known, event="page_viewed"))
    branch.keep()
    branch.seconds += 2 * MOST_SECONDS_AT_WORK
    [made_at] = {kept.made_at for kept in texts._kept.values()}
    _found(branch, "ann")
    assert {kept.made_at for kept in texts._kept.values()} == {made_at}
    branch.send(branch.say("identify", user_id="gus", traits={"email": "gus@new.example"}))
    branch.send(branch.say("identify", user_id=known, traits={"email": "renamed@new.example"}))
    branch.keep()
    assert (_found(branch, "gus@new"), _found(branch, "renamed@")) == (["gus"], [known])
    branch.later(seconds=1)
    branch.send(branch.say("identify", user_id="hal", traits={"email": "hal@new.example"}))
    branch.send(branch.say("identify", user_id=known, traits={"email": "again@new.example"}))
    branch.keep()
    assert (_found(branch, "hal@new"), _found(branch, "again@")) == (["hal"], [])
    branch.seconds += MOST_SECONDS_AT_WORK
    assert _found(branch, "again@") == [known]


def _found(branch: Branch, text: str) -> list[str]:
    return [each.id for each in find_records(branch.held, text)]
