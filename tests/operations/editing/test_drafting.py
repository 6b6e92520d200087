"""Editing a draft in a workspace: what is kept, what is published, and who is told what."""

from __future__ import annotations

import pytest

from tamis.definitions.editing.beginnings import Known
from tamis.errors import UsageError
from tamis.operations.access import Actor, Role
from tamis.operations.delete_definition import delete_definition
from tamis.operations.drafts import discard_draft, list_drafts
from tamis.operations.editing import edit, mistakes_of, open_draft, redo, start_score, start_segment, undo
from tamis.operations.start_draft import start_from_text
from tamis.store.application import AuditFilter, LostUpdate, open_application
from tests.operations.office import INTEREST, Office

ANA, BEN = Actor("Ana", Role.MARKETING, 1), Actor("Ben", Role.MARKETING, 2)


def changed(office: Office, old: str, new: str, *, actor: Actor = ANA, mark: str | None = None):
    mark = mark or open_draft(office.workspace, "interest", now=office.now).mark
    return edit(
        office.workspace, "interest", lambda text: text.replace(old, new), mark=mark, actor=actor, now=office.now
    )


def test_looking_makes_no_draft(scored):
    found = open_draft(scored.workspace, "interest", now=scored.now)
    assert (found.text, found.version, found.is_changed, found.by) == (INTEREST, 1, False, "")
    assert list_drafts(scored.workspace) == ()


def test_a_valid_change_is_the_draft_and_undoing_it_leaves_none(scored):
    found = changed(scored, "points: 20", "points: 25")
    assert found.is_saved
    assert [each.draft.text for each in list_drafts(scored.workspace)] == [found.text]
    back = undo(scored.workspace, "interest", mark=found.mark, actor=ANA, now=scored.now)
    assert (back.text, back.is_changed) == (INTEREST, False)
    assert list_drafts(scored.workspace) == ()
    again = redo(scored.workspace, "interest", mark=back.mark, actor=BEN, now=scored.now)
    assert (again.text, again.by, again.is_saved) == (found.text, "Ben", True)


def test_what_is_not_valid_yet_is_kept_and_not_published(scored):
    valid = changed(scored, "points: 20", "points: 25")
    found = changed(scored, "points: 25", "points: many")
    assert "points: many" in open_draft(scored.workspace, "interest", now=scored.now).text
    assert not found.is_saved
    assert [each.draft.text for each in list_drafts(scored.workspace)] == [valid.text]
    [issue] = mistakes_of(scored.workspace, found)
    assert (issue.path, issue.code) == ("groups[0].rules[0].points", "wrong-type")


def test_names_that_the_data_lacks_are_told_at_their_place(scored):
    found = changed(scored, "property: country", "property: contry")
    [issue] = mistakes_of(scored.workspace, found)
    assert issue.path.startswith("groups[0].rules[1].when")
    assert "country" in issue.hint


def test_warnings_are_told_too(scored):
    found = changed(scored, "from: 25", "from: 99")
    assert [issue.severity for issue in mistakes_of(scored.workspace, found)] == []
    found = changed(scored, "from: 99", "from: 999")
    assert [issue.code for issue in mistakes_of(scored.workspace, found)] == ["unreachable-tier"]


def test_the_second_of_two_people_overwrites_nothing(scored):
    mark = open_draft(scored.workspace, "interest", now=scored.now).mark
    changed(scored, "points: 20", "points: 25", actor=ANA, mark=mark)
    with pytest.raises(LostUpdate, match="Ana changed"):
        changed(scored, "points: 10", "points: 11", actor=BEN, mark=mark)
    assert "points: 10" in open_draft(scored.workspace, "interest", now=scored.now).text


def test_publishing_begins_anew(scored):
    found = changed(scored, "points: 20", "points: 25")
    scored.publish(interest=found.text)
    after = open_draft(scored.workspace, "interest", now=scored.now)
    assert (after.text, after.version, after.can_undo, after.is_changed) == (found.text, 2, False, False)
    with pytest.raises(LostUpdate):
        changed(scored, "points: 25", "points: 1", mark=found.mark)


def test_a_discarded_draft_is_gone_from_the_editor(scored):
    changed(scored, "points: 20", "points: 25")
    discard_draft(scored.workspace, "interest", now=scored.now)
    assert open_draft(scored.workspace, "interest", now=scored.now).text == INTEREST


def test_another_kind_of_definition_under_the_key_of_a_deleted_one_begins_anew(scored):
    changed(scored, "points: 20", "points: 25")
    delete_definition(scored.workspace, "interest", now=scored.now)
    text = "key: interest\nwhen: {property: country, is: France}\n"
    start_from_text(scored.workspace, text, now=scored.now)
    found = open_draft(scored.workspace, "interest", now=scored.now)
    assert (found.kind, found.text, found.can_undo) == ("segment", text, False)


def test_a_key_cannot_be_written_over_another(scored):
    found = changed(scored, "key: interest", "key: other")
    assert [issue.code for issue in mistakes_of(scored.workspace, found)] == ["wrong-key"]
    assert list_drafts(scored.workspace) == ()


def test_a_new_score_can_be_read_and_published(scored):
    known = Known(property="country", event="demo_requested")
    start_score(scored.workspace, "fresh", "Fresh", "contact", "engagement", known, now=scored.now)
    found = open_draft(scored.workspace, "fresh", now=scored.now)
    assert (found.version, found.is_saved, mistakes_of(scored.workspace, found)) == (None, True, ())
    scored.publish(fresh=found.text)
    with pytest.raises(UsageError, match="choose another key"):
        start_score(scored.workspace, "fresh", "", "contact", "fit", known, now=scored.now)


def test_a_new_segment_can_be_read(scored):
    start_segment(scored.workspace, "known", "Known", "contact", Known(property="country"), now=scored.now)
    found = open_draft(scored.workspace, "known", now=scored.now)
    assert (found.kind, mistakes_of(scored.workspace, found)) == ("segment", ())


def test_a_key_that_is_not_there_is_told(scored):
    with pytest.raises(UsageError, match='There is no score or segment "intrest"'):
        open_draft(scored.workspace, "intrest", now=scored.now)


def noted(office, kind):
    """Who is in the audit log for deeds of a kind, oldest first, with what was before and what it became."""
    with open_application(office.workspace.application) as application:
        entries = list(application.audit.all(AuditFilter(kind=kind)))[::-1]
    return [(each.actor, dict(each.deed.before), dict(each.deed.after)) for each in entries]


def test_how_many_things_differ_from_what_is_published_is_known_while_it_can_be_read(scored):
    assert open_draft(scored.workspace, "interest", now=scored.now).changes == 0
    assert changed(scored, "points: 20", "points: 25").changes == 1
    assert changed(scored, "label: Interest", "label: Interests").changes == 2
    assert changed(scored, "points: 25", "points: many").changes is None


def test_a_session_of_editing_is_one_entry_of_the_audit_log(scored):
    changed(scored, "points: 20", "points: 25")
    scored.later("2026-03-10T12:25")
    found = changed(scored, "points: 25", "points: 26")
    scored.later("2026-03-10T12:50")
    undo(scored.workspace, "interest", mark=found.mark, actor=ANA, now=scored.now)
    before = {"interest": "version 1"}
    first = ("Ana", before, {"interest": "1 change from version 1", "edits": "3"})
    assert noted(scored, "edit_draft") == [first]

    changed(scored, "label: Interest", "label: Interests", actor=BEN)
    second = ("Ben", {"interest": "1 change from version 1"}, {"interest": "2 changes from version 1", "edits": "1"})
    assert noted(scored, "edit_draft") == [first, second]

    scored.later("2026-03-10T13:30")
    changed(scored, "points: 25", "points: many", actor=BEN)
    third = ("Ben", {"interest": "2 changes from version 1"}, {"interest": "a draft with mistakes", "edits": "1"})
    assert noted(scored, "edit_draft") == [first, second, third]


def test_editing_after_publishing_is_another_entry(scored):
    scored.publish(interest=changed(scored, "points: 20", "points: 25").text)
    changed(scored, "points: 25", "points: 26")
    assert [before for _, before, _ in noted(scored, "edit_draft")] == [
        {"interest": "version 1"},
        {"interest": "version 2"},
    ]


def test_a_change_that_changes_nothing_is_not_noted(scored):
    changed(scored, "points: 20", "points: 20")
    assert noted(scored, "edit_draft") == []


def test_beginning_and_dropping_a_draft_are_noted(scored):
    known = Known(property="country", event="demo_requested")
    start_score(scored.workspace, "fresh", "", "contact", "fit", known, now=scored.now, by=ANA)
    discard_draft(scored.workspace, "fresh", now=scored.now, by=BEN)
    assert noted(scored, "start_draft") == [("Ana", {}, {})]
    assert noted(scored, "discard_draft") == [("Ben", {"fresh": "a draft"}, {"fresh": "nothing"})]
