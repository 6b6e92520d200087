"""When each source was last heard of, and which has fallen silent."""

from __future__ import annotations

from tamis.operations.heard_sources import heard_sources
from tamis.operations.overview import needs_attention
from tests.operations.live.branch import Branch


def sends(branch: Branch, *, days: int, every: float = 1) -> None:
    """A message now, and again after so many days each."""
    for _ in range(days):
        branch.tell("track", user_id="someone", event="seen")
        branch.later(days=every)


def silent(branch: Branch) -> list[tuple[str, int, int | None]]:
    """The sources that need attention: name, the days that usually pass, and when they were last heard of."""
    with branch.held.opened() as warehouse:
        told = needs_attention(branch.held, warehouse, branch.at)
    return [(each.subject, each.number, each.since) for each in told if each.kind == "silent"]


def test_what_sends_every_day_is_missed_after_two(branch: Branch) -> None:
    sends(branch, days=6)
    last = branch.at - 86_400_000_000
    branch.later(hours=20)
    assert silent(branch) == []
    branch.later(hours=5)
    assert silent(branch) == [("site", 1, last)]
    branch.restart()
    assert silent(branch) == [("site", 1, last)]
    branch.tell("track", user_id="someone", event="seen")
    assert silent(branch) == []


def test_what_rests_for_days_may_rest_as_long_again(branch: Branch) -> None:
    sends(branch, days=6, every=3)
    assert silent(branch) == []
    branch.later(hours=25)
    assert [name for name, *_ in silent(branch)] == ["site"]


def test_what_sends_seldom_is_not_missed(branch: Branch) -> None:
    sends(branch, days=3)
    branch.later(days=60)
    assert silent(branch) == []


def test_a_revoked_source_is_not_missed_and_its_last_message_stays_known(branch: Branch) -> None:
    sends(branch, days=6)
    branch.inbox.sources.revoke("site", branch.at)
    branch.later(days=9)
    assert silent(branch) == []
    with branch.held.opened() as warehouse:
        [site] = heard_sources(branch.held, warehouse)
    assert site.last_at == branch.at - 10 * 86_400_000_000


def test_an_older_message_of_the_day_does_not_make_the_last_one_earlier(branch: Branch) -> None:
    branch.tell("track", user_id="someone", event="seen")
    last = branch.at
    branch.later(hours=-1)
    branch.tell("track", user_id="someone", event="seen")
    with branch.held.opened() as warehouse:
        assert [each.last_at for each in heard_sources(branch.held, warehouse)] == [last]
