"""Drafts that are being edited: undo, redo, and two people at one draft."""

from __future__ import annotations

import pytest

from tamis.errors import UsageError
from tamis.store.application import LostUpdate, open_application
from tamis.store.application.edits import MOST


@pytest.fixture
def edits(tmp_path):
    with open_application(tmp_path / "application.db") as application:
        yield application.edits


def test_edits_are_undone_and_redone(edits):
    begun = edits.begin("a", "score", "0", "Ana", 1, saved=None)
    one = edits.add("a", "1", "Ana", 2, revision=begun.revision)
    two = edits.add("a", "2", "Ana", 3, revision=one.revision)
    back = edits.step("a", -1, "Ben", 4, revision=two.revision)
    assert (back.text, back.can_undo, back.can_redo, back.by) == ("1", True, True, "Ben")
    again = edits.step("a", 1, "Ben", 5, revision=back.revision)
    assert (again.text, again.can_redo) == ("2", False)
    with pytest.raises(UsageError, match="nothing to redo"):
        edits.step("a", 1, "Ben", 6, revision=again.revision)


def test_what_was_undone_is_gone_after_another_edit(edits):
    begun = edits.begin("a", "score", "0", "", 1, saved=None)
    one = edits.add("a", "1", "", 2, revision=begun.revision)
    back = edits.step("a", -1, "", 3, revision=one.revision)
    other = edits.add("a", "other", "", 4, revision=back.revision)
    assert (other.text, other.can_redo) == ("other", False)
    assert edits.step("a", -1, "", 5, revision=other.revision).text == "0"


def test_the_second_of_two_people_is_told_who_was_first(edits):
    begun = edits.begin("a", "score", "0", "", 1, saved=None)
    edits.add("a", "Ana's", "Ana", 2, revision=begun.revision)
    with pytest.raises(LostUpdate, match="Ana changed"):
        edits.add("a", "Ben's", "Ben", 3, revision=begun.revision)
    found = edits.get("a")
    assert found is not None
    assert found.text == "Ana's"


def test_begun_anew_nobody_writes_over_it_from_before(edits):
    begun = edits.begin("a", "score", "0", "", 1, saved=None)
    edits.begin("a", "score", "new", "Ana", 2, saved=None)
    with pytest.raises(LostUpdate):
        edits.add("a", "old", "Ben", 3, revision=begun.revision)


def test_the_earliest_edits_are_forgotten(edits):
    revision = edits.begin("a", "score", "0", "", 1, saved=None).revision
    for number in range(MOST + 5):
        revision = edits.add("a", str(number), "", 2, revision=revision).revision
    with pytest.raises(UsageError, match="nothing to undo"):
        for _ in range(MOST + 5):
            revision = edits.step("a", -1, "", 3, revision=revision).revision


def test_a_forgotten_draft_is_edited_by_nobody(edits):
    edits.begin("a", "score", "0", "", 1, saved=None)
    edits.forget("a")
    assert edits.get("a") is None
    assert edits.all() == []
