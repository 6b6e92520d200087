"""All that are as good as certainly one person are merged at once: all or none, once, no more than was agreed to."""

from __future__ import annotations

import pytest

from tamis.errors import UsageError
from tamis.operations.duplicates import dismiss_duplicate, find_duplicates
from tamis.operations.merge import merge, unmerge
from tamis.operations.merge_duplicates import (
    MergedTogether,
    MergingTogether,
    list_merged_together,
    merge_duplicates,
    read_asked_at,
    unmerge_duplicates,
)
from tamis.progress import NullProgress
from tests.operations.office import Office

HAS_THE_WAREHOUSE_OPEN = True
# a and b, c and d are each one person by address and name; e and f by name and telephone; g is nobody else.
PEOPLE = """id,first_name,last_name,email,phone,created_at
a,Ann,Noir,ann@acme.example,,2025-01-01
b,Ann,Noir,ann@acme.example,,2025-01-02
c,Zoe,Blanc,zoe@acme.example,,2025-01-01
d,Zoe,Blanc,zoe@acme.example,,2025-01-02
e,Paul,Vert,,+33 1 99 00 05 99,2025-01-01
f,Paul,Vert,,0199000599,2025-01-02
g,Rose,Brun,rose@bolt.example,,2025-01-01
"""
EVENTS = "contact_id,type,occurred_at\na,demo_requested,2026-03-01\nb,demo_requested,2026-03-05\nd,opened,2026-03-05\n"


@pytest.fixture
def office(empty: Office) -> Office:
    empty.take(contacts=PEOPLE, events=EVENTS)
    return empty


def merged(office: Office, *, most: int = 100, asked_at: int = 7) -> MergingTogether:
    return merge_duplicates(office.workspace, most=most, asked_at=asked_at, now=office.now, progress=NullProgress())


def unmerged(office: Office, asked_at: int = 7) -> MergingTogether:
    return unmerge_duplicates(office.workspace, asked_at, now=office.now, progress=NullProgress())


def contents(office: Office) -> list[list[tuple]]:
    asked = ("records_0", "events", "newest_events", "merged", "merged_events", "merged_values")
    with office.workspace.opened() as warehouse:
        return [sorted(warehouse.rows(f"FROM warehouse.{table}"), key=repr) for table in asked]


def ids(office: Office) -> list[str]:
    with office.workspace.opened() as warehouse:
        return [id for (id,) in warehouse.rows("SELECT id FROM warehouse.records_0 ORDER BY id")]


def test_all_are_merged_and_taken_apart_as_a_whole(office):
    before = contents(office)
    certain = find_duplicates(office.workspace, is_sure=True, most=1, progress=NullProgress())
    assert (certain.found, certain.contacts, len(certain.least_sure)) == (3, 3, 3)
    assert merged(office).contacts == 3
    # Of c and d, d has an event.
    assert ids(office) == ["a", "d", "e", "g"]
    assert list_merged_together(office.workspace) == (MergedTogether(7, 3, 3),)
    assert unmerged(office).contacts == 3
    assert contents(office) == before
    assert list_merged_together(office.workspace) == (MergedTogether(7, 3, 0),)


def test_asked_twice_for_the_same_it_is_done_once(office):
    assert merged(office).contacts == merged(office).contacts == 3
    after = contents(office)
    # Whoever asks beside finds nothing left.
    assert merged(office, asked_at=8).contacts == 0
    assert contents(office) == after
    assert unmerged(office).contacts == 3
    assert unmerged(office).contacts == 0
    # What was taken back stays so, also where its job is done again, and it says so.
    assert merged(office).contacts == 0
    assert len(ids(office)) == 7


def test_no_more_are_merged_than_was_agreed_to_and_nobody_who_is_said_to_be_two(office):
    dismiss_duplicate(office.workspace, "c", "d", now=office.now)
    assert merged(office, most=1).contacts == 1
    assert merged(office, asked_at=8).contacts == 1
    assert len(ids(office)) == 5
    assert {"c", "d"} < set(ids(office))


def test_what_was_merged_by_hand_before_and_after_stays(office):
    merge(office.workspace, "a", "b", now=office.now, progress=NullProgress())
    assert merged(office).contacts == 2
    merge(office.workspace, "g", "e", now=office.now, progress=NullProgress())
    unmerge(office.workspace, "f", now=office.now, progress=NullProgress())
    assert unmerged(office).contacts == 1
    assert ids(office) == ["a", "c", "d", "f", "g"]


def test_scores_follow_and_the_history_says_why(scored):
    twins = "id,first_name,last_name,email\nann,Ann,Noir,a@acme.example\nbob,Ann,Noir,a@acme.example\n"
    scored.take(contacts=twins)
    merging = merged(scored)
    assert merging.contacts == 1
    assert [score.records for score in merging.rescored.scores] == [2]
    assert scored.history("ann")[-1][2:] == ("merge", 1)
    unmerged(scored)
    assert scored.history("bob")[-1][2:] == ("unmerge", 1)


def test_what_was_never_merged_so_cannot_be_taken_back(office):
    with pytest.raises(UsageError, match="No contacts were merged together"):
        unmerged(office, 9)
    with pytest.raises(UsageError, match="is no instant"):
        read_asked_at("yesterday")
    assert read_asked_at("1970-01-01T00:00:00.000007+00:00") == 7
