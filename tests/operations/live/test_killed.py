"""A keeper that is killed, at whatever statement, while it takes in what waits: the next one does the rest, once.

`TAMIS_KILLS=50` kills more often.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

from tests.dying import killed_and_ended
from tests.operations.live.branch import Branch
from tests.operations.live.killed import TIME

# Statements between two kills, of which there are about 280; the first is at another one each time.
STEP = max(1, 280 // int(os.environ.get("TAMIS_KILLS", "4")))
SEED = int(os.environ.get("TAMIS_SEED", random.SystemRandom().randrange(1_000_000)))


def waiting(branch: Branch) -> None:
    """Everything that messages can say, not taken in yet."""
    say, hour = branch.say, 3600
    branch.send(
        say("track", ago=9 * hour, anonymous_id="k1", event="demo_requested"),
        say("page", ago=8 * hour, anonymous_id="k1", event="page_viewed", properties={"url": "/pricing"}),
        say("identify", ago=7 * hour, user_id="dan", anonymous_id="k1", traits={"country": "France", "age": 3}),
        say("group", ago=6 * hour, user_id="dan", group_id="corp", traits={"industry": "Software"}),
        say("identify", ago=5 * hour, user_id="bob", traits={"country": "France", "company_id": "corp"}),
        say("track", ago=4 * hour, user_id="ann", event="mail_opened", id="twice"),
        say("track", ago=4 * hour, user_id="ann", event="mail_opened", id="twice"),
        say("alias", ago=3 * hour, user_id="ann", previous_id="cem"),
        say("track", ago=2 * hour, user_id="cem", event="demo_requested"),
    )


def kept(folder: Path, *, is_checked: bool = False) -> tuple[object, object, object]:
    """What a keeper makes of a branch: the values, their history, and how many events there are."""
    branch = Branch(folder, time=TIME, is_there=True)
    branch.keep()
    assert branch.inbox.depth() == 0
    live, chains = branch.live(), branch.chains()
    if is_checked:
        assert live == branch.anew()
    with branch.held.opened() as warehouse:
        events = warehouse.one("SELECT count(*) FROM events")
    branch.close()
    return live, chains, events


def test_a_drain_that_is_killed_is_done_by_the_next_keeper_and_nothing_twice(tmp_path):
    branch = Branch(tmp_path / "start")
    branch.begin()
    waiting(branch)
    branch.close()
    program = ("-m", "tests.operations.live.killed", str(tmp_path), str(1 + SEED % STEP), str(STEP))
    killed, ended = killed_and_ended(*program)
    assert len(killed) > 2
    expected = kept(tmp_path / ended, is_checked=True)
    assert expected[2] == 3 + 4
    for last in killed:
        assert kept(tmp_path / last) == expected, (SEED, last)
