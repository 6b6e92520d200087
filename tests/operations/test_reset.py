"""Resetting a record's engagement: what was no longer counts, in its engagement groups, until it is taken back."""

import io

import pytest

from tamis.errors import UsageError
from tamis.operations.explain_workspace import explain_workspace
from tamis.operations.merge import merge, unmerge
from tamis.operations.reset import Resetting, reset, unreset
from tamis.operations.values_as_of import values_as_of
from tamis.progress import NullProgress
from tests.operations.office import INTEREST, Office

HAS_THE_WAREHOUSE_OPEN = True


def was_reset(office: Office, id: str, **options: object) -> Resetting:
    return reset(office.workspace, id, now=office.now, progress=NullProgress(), **options)


def taken_back(office: Office, id: str, **options: object) -> Resetting:
    return unreset(office.workspace, id, now=office.now, progress=NullProgress(), **options)


def as_of(office: Office, instant: str) -> list[str]:
    stream = io.BytesIO()
    values_as_of(office.workspace, "interest", now=office.now, as_of=instant, output=stream, progress=NullProgress())
    return stream.getvalue().decode().splitlines()[1:]


def test_a_reset_and_its_undo_are_in_the_values_and_in_the_history(scored):
    done = was_reset(scored, "ann")
    [value] = done.values
    assert (value.before, value.after, value.tier_before, value.tier_after) == (30_000_000, 10_000_000, "High", "Low")
    assert scored.values() == ["ann,10,Low", "bob,20,Low", "cem,0,Low"]
    scored.later("2026-03-12T12:00")
    assert taken_back(scored, "ann").reset_at is None
    assert scored.values() == ["ann,30,High", "bob,20,Low", "cem,0,Low"]
    assert scored.history("ann") == [(None, 30, "publish", 1), (30, 10, "reset", 1), (10, 30, "unreset", 1)]
    assert scored.history("bob") == [(None, 20, "publish", 1)]


def test_what_happens_after_it_counts(scored):
    was_reset(scored, "ann")
    scored.take(
        events="id,contact_id,type,occurred_at\n"
        "e3,ann,demo_requested,2026-03-11T11:00:00Z\n"
        "e4,ann,demo_requested,2026-03-11T12:00:01Z\n"
    )
    scored.later("2026-03-12T12:00")
    scored.rescore()
    assert scored.values()[0] == "ann,30,High"


def test_a_reset_in_the_past_reaches_up_to_that_instant(scored):
    assert was_reset(scored, "ann", at="2026-03-01T09:59Z").values == ()
    assert was_reset(scored, "ann", at="2026-03-01T10:00Z").values != ()


def test_a_later_reset_that_is_in_force_is_told_and_nothing_changes(scored):
    first = was_reset(scored, "ann", at="2026-03-01T10:00Z")
    earlier = was_reset(scored, "ann", at="2026-02-01")
    assert (earlier.is_new, earlier.reset_at, earlier.values) == (False, first.reset_at, ())
    # It is not kept: the one that is in force is the one that is taken back.
    assert taken_back(scored, "ann").reset_at is None
    assert was_reset(scored, "ann", at="2026-02-01").is_new
    assert scored.values()[0] == "ann,30,High"


def test_a_reset_that_was_broken_off_is_told_as_done(scored):
    assert was_reset(scored, "ann", asked_at=7).is_new
    assert was_reset(scored, "ann", asked_at=7, is_again=True).is_new
    assert not was_reset(scored, "ann", at="1970-01-01T00:00:00.000007Z", is_again=True).is_new


def test_asked_twice_it_is_one_reset(scored):
    assert was_reset(scored, "ann").is_new
    again = was_reset(scored, "ann")
    assert (again.is_new, again.values) == (False, ())
    taken_back(scored, "ann")
    with pytest.raises(UsageError, match='The contact "ann" is not reset'):
        taken_back(scored, "ann")


def test_an_undo_that_was_broken_off_takes_back_no_more_than_one(scored):
    was_reset(scored, "ann", at="2026-03-01T09:00Z")
    was_reset(scored, "ann", at="2026-03-01T10:00Z")
    first = taken_back(scored, "ann", asked_at=7)
    again = taken_back(scored, "ann", asked_at=7, is_again=True)
    assert again.reset_at == first.reset_at is not None


@pytest.mark.parametrize(
    ("id", "options", "message"),
    [
        ("nobody", {}, 'There is no contact "nobody"'),
        ("ann", {"object": "company"}, 'There is no company "ann"'),
        ("ann", {"object": "robot"}, 'There is no object "robot"; there are contact, company, deal'),
        ("ann", {"at": "soon"}, '--at "soon" is no instant'),
        ("ann", {"at": "2026-03-12"}, "is still to come"),
        ("\ud800", {}, "There is no contact of that id"),
    ],
)
def test_what_cannot_be_reset_is_told_and_nothing_moves(scored, id, options, message):
    with pytest.raises(UsageError, match=message):
        was_reset(scored, id, **options)
    assert scored.values() == ["ann,30,High", "bob,20,Low", "cem,0,Low"]


def test_nothing_is_scored_where_nothing_is_published(office):
    assert was_reset(office, "ann").values == ()
    office.publish(interest=INTEREST)
    assert office.values()[0] == "ann,10,Low"


def test_what_was_before_the_reset_is_recomputed_as_it_was(scored):
    was_reset(scored, "ann")
    scored.later("2026-03-12T12:00")
    assert as_of(scored, "2026-03-11T11:59Z")[0] == "ann,30,High"
    assert as_of(scored, "2026-03-11T12:00Z")[0] == "ann,10,Low"


def test_the_explanation_adds_up_and_tells_of_the_reset(scored):
    was_reset(scored, "ann")
    [tree] = explain_workspace(scored.workspace, "ann", None, now=scored.now, progress=NullProgress()).scores
    rules = [rule for category in tree.categories for group in category.groups for rule in group.rules]
    assert (tree.points, sum(rule.points for rule in rules), [len(rule.events) for rule in rules]) == (10, 10, [0, 0])
    assert tree.reset_at == was_reset(scored, "ann").reset_at
    [tree] = explain_workspace(scored.workspace, "bob", None, now=scored.now, progress=NullProgress()).scores
    assert tree.reset_at is None


def test_a_reset_of_a_contact_counts_for_whatever_it_is_part_of(scored):
    was_reset(scored, "ann")
    merge(scored.workspace, "cem", "ann", now=scored.now, progress=NullProgress())
    assert scored.values() == ["bob,20,Low", "cem,10,Low"]
    assert was_reset(scored, "ann", at="2026-01-01").id == "cem"
    unmerge(scored.workspace, "ann", now=scored.now, progress=NullProgress())
    assert scored.values() == ["ann,10,Low", "bob,20,Low", "cem,0,Low"]
    merge(scored.workspace, "cem", "ann", now=scored.now, progress=NullProgress())
    assert taken_back(scored, "cem").reset_at is None
    assert scored.values() == ["bob,20,Low", "cem,30,High"]
