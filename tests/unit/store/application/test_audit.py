"""Who did what, when: read as it was written, by who, what and when."""

from __future__ import annotations

import pytest

from tamis.store.application import AuditFilter, Deed


@pytest.fixture
def audit(application):
    audit = application.audit
    audit.add(Deed("publish", "interest", {"version": "1"}, {"version": "2"}), 10, actor="Ada", person=1)
    audit.add(Deed("invite_person", "Zoë"), 20, actor="Bob", person=2)
    audit.add(Deed("publish", "fit"), 30, actor="command line")
    audit.add(Deed("merge", "c1"), 40, actor="Ada", person=1, token="export")
    return audit


def subjects(entries) -> list[str]:
    return [entry.deed.subject for entry in entries]


def test_an_entry_says_who_what_when_and_how_it_was_before_and_after(audit):
    entry = audit.page()[-1]
    assert (entry.actor, entry.person, entry.at, entry.token) == ("Ada", 1, 10, "")
    assert entry.deed == Deed("publish", "interest", {"version": "1"}, {"version": "2"})
    assert audit.page()[0].token == "export"


def test_the_newest_come_first_a_page_at_a_time(audit):
    first = audit.page(most=3)
    assert subjects(first) == ["c1", "fit", "Zoë"]
    assert subjects(audit.page(before=first[-1].id, most=3)) == ["interest"]
    assert subjects(audit.all()) == ["c1", "fit", "Zoë", "interest"]


def test_entries_are_chosen_by_who_what_and_when(audit):
    assert subjects(audit.page(AuditFilter(actor="Ada"))) == ["c1", "interest"]
    assert subjects(audit.page(AuditFilter(kind="publish"))) == ["fit", "interest"]
    assert subjects(audit.page(AuditFilter(subject="fit"))) == ["fit"]
    assert subjects(audit.page(AuditFilter(since=20, until=40))) == ["fit", "Zoë"]
    assert audit.actors() == ["Ada", "Bob", "command line"]
    assert audit.kinds() == ["invite_person", "merge", "publish"]
