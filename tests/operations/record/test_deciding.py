"""Leads accepted and rejected, and taken back."""

import pytest

from tamis.errors import Forbidden, UsageError
from tamis.operations.access import Actor, Role
from tamis.operations.merge import merge
from tamis.operations.record.deciding import (
    decide,
    decide_all,
    decision_in_force,
    decisions_in_force,
    decisions_of,
    undo_decision,
    undo_decisions,
)
from tamis.progress import NullProgress
from tamis.store.application import open_application
from tests.operations.office import Office

SALLY = Actor("Sally Sales", Role.SALES, 7)
READER = Actor("Rob Reader", Role.READ_ONLY, 8)


def decided(company: Office, verdict: str, reason: str = "", actor: Actor = SALLY):
    return decide(company.workspace, actor, "contact", "ann", verdict, reason, now=company.now)  # type: ignore[arg-type]


def test_the_newest_decision_that_was_not_taken_back_is_in_force(company: Office):
    decided(company, "rejected", "  no\n budget ")
    company.later("2026-03-11T12:00")
    accepted = decided(company, "accepted")
    found = decisions_of(company.workspace, "contact", ["ann"])
    assert [(each.verdict, each.reason, each.by) for each in found] == [
        ("accepted", "", "Sally Sales"),
        ("rejected", "no budget", "Sally Sales"),
    ]
    assert decision_in_force(found) == accepted
    undo_decision(company.workspace, SALLY, accepted.id, now=company.now)
    found = decisions_of(company.workspace, "contact", ["ann"])
    assert (decision_in_force(found), found[0].undone_by) == (found[1], "Sally Sales")
    with pytest.raises(UsageError, match="taken back already"):
        undo_decision(company.workspace, SALLY, accepted.id, now=company.now)


def test_who_rejects_says_why(company: Office):
    with pytest.raises(UsageError, match="Say why"):
        decided(company, "rejected", " ")
    with pytest.raises(UsageError, match="too long"):
        decided(company, "rejected", "x" * 1001)


def test_who_only_reads_decides_nothing(company: Office):
    with pytest.raises(Forbidden):
        decided(company, "accepted", actor=READER)
    one = decided(company, "accepted")
    with pytest.raises(Forbidden):
        undo_decision(company.workspace, READER, one.id, now=company.now)


def test_a_decision_about_a_merged_contact_is_about_the_whole(company: Office):
    merge(company.workspace, "bob", "ann", now=company.now, progress=NullProgress())
    assert decided(company, "accepted").record == "bob"


def test_it_is_in_the_audit_log_without_the_reason(company: Office):
    decided(company, "rejected", "a secret")
    with open_application(company.workspace.application) as application:
        [entry] = application.audit.page(most=1)
    assert (entry.actor, entry.deed.kind, entry.deed.subject) == ("Sally Sales", "reject_lead", "contact ann")
    assert "secret" not in str(entry)


def test_many_are_decided_on_at_once_and_taken_back_at_once(company: Office):
    made = decide_all(company.workspace, SALLY, "contact", ["ann", "bob", "ann"], "rejected", "no", now=company.now)
    assert [(each.record, each.reason) for each in made] == [("ann", "no"), ("bob", "no")]
    held = decisions_in_force(company.workspace, "contact", ["ann", "bob", "cleo"])
    assert {id: each.id for id, each in held.items()} == {each.record: each.id for each in made}
    with open_application(company.workspace.application) as application:
        told = {(entry.deed.kind, entry.deed.subject) for entry in application.audit.page(most=2)}
    assert told == {("reject_lead", "contact ann"), ("reject_lead", "contact bob")}
    with pytest.raises(Forbidden):
        undo_decisions(company.workspace, READER, [each.id for each in made], now=company.now)
    undo_decision(company.workspace, SALLY, made[0].id, now=company.now)
    undone = undo_decisions(company.workspace, SALLY, [each.id for each in made], now=company.now)
    assert [each.record for each in undone] == ["bob"]
    assert decisions_in_force(company.workspace, "contact", ["ann", "bob"]) == {}


def test_all_are_decided_on_or_none(company: Office):
    with pytest.raises(UsageError, match='no contact "nobody"'):
        decide_all(company.workspace, SALLY, "contact", ["ann", "nobody"], "accepted", "", now=company.now)
    with pytest.raises(UsageError, match="1 to 10,000"):
        decide_all(company.workspace, SALLY, "contact", [], "accepted", "", now=company.now)
    assert decisions_of(company.workspace, "contact", ["ann"]) == ()


def test_what_was_decided_before_a_merge_holds_of_the_whole(company: Office):
    one = decided(company, "accepted")
    merge(company.workspace, "bob", "ann", now=company.now, progress=NullProgress())
    assert decisions_in_force(company.workspace, "contact", ["bob"]) == {"bob": one}
    [again] = decide_all(company.workspace, SALLY, "contact", ["ann", "bob"], "rejected", "no", now=company.now)
    assert decisions_in_force(company.workspace, "contact", ["bob"]) == {"bob": again}
