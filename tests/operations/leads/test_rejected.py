"""Those whom people rejected are left out of a list where somebody wishes it, and come back when that is undone."""

from __future__ import annotations

from tamis.operations.access import Actor, Role
from tamis.operations.leads.asked import Asked, read_asked
from tamis.operations.merge import merge
from tamis.operations.record.deciding import decide, undo_decision
from tamis.progress import NullProgress

BOB = Actor("bob@example.com", Role.SALES, 2)


def test_rejected_leads_are_hidden_as_long_as_that_holds(own_sales):
    office, everybody = own_sales.office, own_sales.ids()

    def said(verdict: str, id: str = "c1") -> int:
        return decide(office.workspace, BOB, "contact", id, verdict, "No budget.", now=office.now).id

    said("accepted", "c2")
    rejected = said("rejected")
    assert own_sales.ids() == everybody
    assert own_sales.ids(hides_rejected=True) == [id for id in everybody if id != "c1"]
    assert own_sales.page(hides_rejected=True).total == len(everybody) - 1
    # Of several decisions the newest counts, and of one that was taken back the one before.
    undo_decision(office.workspace, BOB, rejected, now=office.now)
    assert own_sales.ids(hides_rejected=True) == everybody
    said("rejected")
    said("accepted")
    assert own_sales.ids(hides_rejected=True) == everybody


def test_a_merged_contact_is_hidden_for_what_was_decided_about_its_part(own_sales):
    office = own_sales.office
    decide(office.workspace, BOB, "contact", "c2", "rejected", "Twice in here.", now=office.now)
    merge(office.workspace, "c1", "c2", now=office.now, progress=NullProgress())
    assert "c1" not in own_sales.ids(hides_rejected=True)


def test_a_view_keeps_whether_they_are_hidden():
    asked = Asked(hides_rejected=True)
    assert asked.is_narrowed
    assert read_asked(asked.as_json()) == asked
    assert not read_asked("{}").hides_rejected
