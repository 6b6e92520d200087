"""An inbox that is not the one whose messages were taken in last: a new one in the place of a broken one, or an older
copy. Nothing that it holds is passed over, and nothing counts twice."""

from __future__ import annotations

import shutil

from tests.operations.live.branch import Branch


def test_what_comes_to_a_new_inbox_is_taken_in(branch: Branch) -> None:
    for _ in range(5):
        branch.tell("track", user_id="cem", event="page_viewed")
    branch.close()
    branch.workspace.inbox_file.unlink()
    branch.open()
    branch.tell("track", user_id="cem", event="demo_requested")
    assert round(branch.points("cem") or 0) == 5 + 5 * 3 + 20
    branch.restart()
    branch.tell("track", user_id="cem", event="page_viewed")
    assert round(branch.points("cem") or 0) == 5 + 6 * 3 + 20
    assert branch.live() == branch.anew()


def test_what_an_older_copy_still_holds_counts_once(branch: Branch) -> None:
    file = branch.workspace.inbox_file
    branch.tell("track", user_id="bob", event="page_viewed")
    branch.send(
        branch.say("identify", user_id="cem", anonymous_id="cookie", traits={"country": "France"}),
        branch.say("track", user_id="cem", event="demo_requested"),
    )
    branch.inbox.pending(0, 1)
    branch.close()
    shutil.copy(file, file.with_suffix(".kept"))
    branch.open()
    for _ in range(5):
        branch.tell("track", user_id="cem", event="page_viewed")
    before, chains = branch.live(), branch.chains()
    branch.close()
    shutil.move(file.with_suffix(".kept"), file)
    branch.open()
    branch.keep()
    assert (branch.live(), branch.chains()) == (before, chains)
    branch.tell("track", user_id="ann", event="page_viewed")
    assert branch.live() == branch.anew() != before
