"""Merging contacts: what is published follows at once, and every id still leads to its record."""

import pytest

from tamis.errors import UsageError
from tamis.operations.explain_workspace import explain_workspace
from tamis.operations.merge import Merging, merge, unmerge
from tamis.operations.read_history import read_history
from tamis.progress import NullProgress
from tests.operations.office import CONTACTS, EVENTS, Office

HAS_THE_WAREHOUSE_OPEN = True


def merged(office: Office, kept: str, other: str) -> Merging:
    return merge(office.workspace, kept, other, now=office.now, progress=NullProgress())


def unmerged(office: Office, other: str) -> Merging:
    return unmerge(office.workspace, other, now=office.now, progress=NullProgress())


def test_the_values_follow_and_the_other_is_not_listed(scored):
    merging = merged(scored, "cem", "ann")
    assert scored.values() == ["bob,20,Low", "cem,30,High"]
    assert (merging.kept, merging.other, merging.unscored) == ("cem", "ann", ())
    assert [(score.records, score.changed) for score in merging.rescored.scores] == [(2, 1)]


def test_history_says_what_moved_the_values(scored):
    merged(scored, "cem", "ann")
    assert scored.history("cem") == [(None, 0, "publish", 1), (0, 30, "merge", 1)]
    [history] = read_history(scored.workspace, "ann", score=None)
    assert (history.id, history.changes[-1].detail) == ("cem", "ann")
    scored.later("2026-03-12T12:00")
    unmerged(scored, "ann")
    assert scored.values() == ["ann,30,High", "bob,20,Low", "cem,0,Low"]
    assert scored.history("cem")[-1] == (30, 0, "unmerge", 1)
    assert scored.history("ann") == [(None, 30, "publish", 1), (30, None, "merge", 1), (None, 30, "unmerge", 1)]


def test_the_others_id_is_explained_as_the_kept_one(scored):
    merged(scored, "cem", "ann")
    explained = explain_workspace(scored.workspace, "ann", None, now=scored.now, progress=NullProgress())
    assert [(tree.id, tree.points) for tree in explained.scores] == [("cem", 30)]


def test_an_import_that_still_names_the_other_makes_no_record_of_it(scored):
    merged(scored, "cem", "ann")
    again = scored.take(contacts=CONTACTS, events=EVENTS)
    assert (again.rejected, again.taken.is_nothing) == (0, True)
    more = scored.take(events=EVENTS + "e3,ann,demo_requested,2026-03-09T10:00:00Z\n")
    assert (more.rejected, more.taken.events) == (0, 1)
    assert scored.values() == ["bob,20,Low", "cem,50,High"]


def test_nothing_is_scored_where_nothing_is_published(office):
    assert merged(office, "ann", "bob").rescored is None


def test_what_cannot_be_merged_is_told_and_nothing_moves(scored):
    with pytest.raises(UsageError, match='There is no contact "nobody"'):
        merged(scored, "ann", "nobody")
    assert scored.values() == ["ann,30,High", "bob,20,Low", "cem,0,Low"]
    merged(scored, "ann", "bob")
    with pytest.raises(UsageError, match="are merged already"):
        merged(scored, "ann", "bob")
