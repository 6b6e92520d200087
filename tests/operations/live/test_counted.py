"""What the meters say of messages where the inbox could not be written in between."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tamis.store.inbox import InboxFailed

_REFUSED = "CREATE TRIGGER refused BEFORE DELETE ON messages BEGIN SELECT RAISE(ABORT, 'no'); END"


def counted(branch) -> list[str]:
    return [
        line
        for line in branch.meters.text().decode().splitlines()
        if line.startswith(("tamis_messages_drained_total", "tamis_lag_seconds_count"))
    ]


def test_a_message_that_the_inbox_could_not_forget_at_once_is_counted_once(branch):
    branch.send(branch.say("track", user_id="ann", event="demo_requested"))
    before = branch.points("ann")
    with closing(sqlite3.connect(branch.workspace.inbox)) as other:
        other.execute(_REFUSED)
        with pytest.raises(InboxFailed):
            branch.keeper.step()
        other.execute("DROP TRIGGER refused")
    branch.keep()
    assert counted(branch) == ["tamis_messages_drained_total 1.0", "tamis_lag_seconds_count 1.0"]
    assert branch.points("ann") != before
    assert branch.inbox.depth() == 0
