"""A message that cannot be taken in is put aside, and the others are taken in."""

from __future__ import annotations

import json

import msgspec

from tamis.messages import Message
from tests.operations.live.branch import Branch

# Microseconds that no database has room for; connectors refuse such a message.
NEVER = 2**63


def impossible(branch: Branch) -> Message:
    message = branch.say("track", user_id="cem", event="demo_requested", id="bad")
    return msgspec.structs.replace(message, occurred_at=NEVER)


def keep(branch: Branch) -> None:
    while branch.keeper.step():
        pass


def aside(branch: Branch) -> list[tuple[str, str]]:
    """The messages that were put aside, and of which source."""
    lines = (branch.workspace.rejects / "messages.jsonl").read_text(encoding="utf-8").splitlines()
    told = map(json.loads, lines)
    return [(each["message"]["id"], each["source"]) for each in told]


def test_one_of_many_is_put_aside_and_the_others_count(branch: Branch) -> None:
    messages = [branch.say("track", user_id="cem", event="mail_opened") for _ in range(3)]
    branch.send(
        *messages[:2], impossible(branch), *messages[2:], branch.say("track", user_id="bob", event="demo_requested")
    )
    keep(branch)
    assert aside(branch) == [("bad", "site")]
    assert branch.inbox.depth() == 0
    with branch.held.opened() as warehouse:
        rows = warehouse.rows(
            "SELECT r.id, count(*) FROM events AS e JOIN records_0 AS r ON r.n = e.contact GROUP BY ALL ORDER BY ALL"
        )
    assert rows == [("ann", 1), ("bob", 3), ("cem", 3)]
    assert branch.live() == branch.anew()


def test_it_is_passed_over_once_and_for_all(branch: Branch) -> None:
    branch.send(impossible(branch))
    keep(branch)
    branch.restart()
    branch.send(branch.say("track", user_id="cem", event="demo_requested", id="good"))
    keep(branch)
    assert aside(branch) == [("bad", "site")]
    assert branch.points("cem") == 25
