"""Engagement resets of a workspace that is kept live: by commands, while events come and the clock moves."""

from tamis.operations.reset import Resetting, reset, unreset
from tamis.progress import NullProgress
from tests.operations.live.branch import Branch


def was_reset(branch: Branch, id: str, **options: str) -> Resetting:
    return reset(branch.held, id, now=lambda: branch.time, progress=NullProgress(), **options)


def account(branch: Branch) -> list[int]:
    """What acme has by its people, in points."""
    return [row[5] // 1_000_000 for row in branch.live() if row[:3] == ("account", "company", 0)]


def test_events_that_come_late_do_not_count_and_new_ones_do(branch: Branch) -> None:
    was_reset(branch, "ann")
    assert branch.points("ann") == 19
    branch.tell("track", user_id="ann", event="demo_requested", ago=60)
    assert branch.points("ann") == 19
    branch.later(hours=1)
    branch.tell("track", user_id="ann", event="demo_requested")
    assert branch.points("ann") == 39
    assert branch.live() == branch.anew()


def test_a_company_that_is_reset_forgets_and_its_people_do_not(branch: Branch) -> None:
    before = branch.points("ann")
    assert account(branch) == [10]
    [value] = was_reset(branch, "acme", object="company").values
    assert (value.before - value.after) // 1_000_000 == 8
    assert account(branch) == [2]
    assert branch.points("ann") == before
    branch.later(hours=1)
    branch.tell("track", user_id="cem", event="demo_requested")
    assert account(branch) == [10]
    assert branch.live() == branch.anew()
    assert branch.chains()["account", "company", 0][-1][-1] == "associated"


def test_a_reset_is_unseen_while_the_clock_is_before_it(branch: Branch) -> None:
    before = branch.points("ann")
    branch.later(hours=1)
    was_reset(branch, "ann")
    branch.keep()
    branch.later(hours=-1)
    branch.keep()
    assert branch.points("ann") == before
    for _ in range(3):
        branch.later(minutes=40)
        branch.keep()
        assert branch.live() == branch.anew()
    assert branch.points("ann") == 19


def test_two_that_turn_out_to_be_one_are_reset_together(branch: Branch) -> None:
    branch.tell("track", user_id="bob", event="demo_requested")
    was_reset(branch, "bob")
    branch.tell("alias", user_id="ann", previous_id="bob")
    assert branch.points("ann") == 19
    unreset(branch.held, "ann", now=lambda: branch.time, progress=NullProgress())
    assert branch.points("ann") > 19
    assert branch.live() == branch.anew()


def test_it_holds_in_the_next_process(branch: Branch) -> None:
    was_reset(branch, "ann")
    branch.restart()
    branch.tell("identify", user_id="ann", traits={"country": "Spain"})
    assert branch.points("ann") == 9
    assert branch.live() == branch.anew()
