"""What the audit log says of a deed, for people."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils import timezone, translation

from tamis.definitions.language import told_in
from tamis.operations.rescore import micros_of
from tamis.server.web.layout.templatetags.tamis import when
from tamis.server.web.people.deeds import Changed, told_deed
from tamis.store.application import AuditEntry, Deed
from tamis.store.application.settings import set_up_django

LABELS = {"lead_score": "Lead score", "staff": "Our staff", "close": "Likelihood to close"}


@pytest.fixture(autouse=True)
def django() -> None:
    set_up_django()


def told(deed: Deed) -> tuple[str, list[tuple[str, str, str]]]:
    found = told_deed(AuditEntry(1, 0, "Ana Silva", 1, "", deed), LABELS)
    return found.subject, [(each.name, each.before, each.after) for each in found.changes]


@pytest.mark.parametrize(
    ("deed", "subject", "changes"),
    [
        (
            Deed(
                "publish",
                "lead_score",
                {"lead_score": "version 2"},
                {"texts": "scores/lead_score.yaml", "lead_score": "version 3"},
            ),
            "Lead score",
            [("", "version 2", "version 3")],
        ),
        (
            Deed(
                "publish",
                "lead_score, staff",
                {"lead_score": "version 2", "staff": "not in use"},
                {"lead_score": "version 3", "staff": "version 1"},
            ),
            "Lead score, Our staff",
            [("Lead score", "version 2", "version 3"), ("Our staff", "not in use", "version 1")],
        ),
        (
            Deed("edit_draft", "lead_score", {"lead_score": "version 2"}, {"lead_score": "a draft", "edits": "1"}),
            "Lead score",
            [("", "version 2", "a draft"), ("", "", "1 change made")],
        ),
        (
            Deed("publish model", "close", {"model close": "version 1"}, {"model close": "version 2"}),
            "Likelihood to close",
            [("", "version 1", "version 2")],
        ),
        (Deed("reset", "c7", {}, {"object": "company"}), "Company c7", []),
        (Deed("merge", "c7", {}, {"other": "c8"}), "Contact c7", [("Merged into it", "", "c8")]),
        (Deed("export_leads", "contact", {}, {"records": "1200"}), "Contacts", [("", "", "1,200 records")]),
        (Deed("merge duplicates", "", {}, {"contacts": "12"}), "", [("", "", "12 contacts at most")]),
        (Deed("demo", "", {}, {"contacts": "1000"}), "", [("", "", "1,000 contacts")]),
        (Deed("accept_lead", "contact c7"), "Contact c7", []),
        (Deed("make_token", "nightly", {}, {"scopes": "see_leads"}), "nightly", [("May", "", "See leads and records")]),
        (Deed("deactivate_person", "Ana", {"active": "yes"}, {"active": "no"}), "Ana", [("May sign in", "yes", "no")]),
        (Deed("import", "Salon <b>.csv", {}, {"path": "contacts.csv"}), "Salon <b>.csv", []),
        # Definitions with the keys of what the log notes for programs, or counts.
        (
            Deed("publish", "contacts, path", {"contacts": "not in use", "path": "version 1"}, {"path": "version 2"}),
            "contacts, path",
            [("contacts", "not in use", ""), ("path", "version 1", "version 2")],
        ),
        (Deed("upload_draft", "records", {}, {"records": "a draft"}), "records", [("", "", "a draft")]),
        (Deed("upload_draft", "object", {}, {"object": "a draft"}), "object", [("", "", "a draft")]),
        # Of another Tamis.
        (Deed("dance", "a, b", {}, {"how_long": "ten steps"}), "a, b", [("how long", "", "ten steps")]),
    ],
)
def test_a_deed_is_told_in_words(deed: Deed, subject: str, changes: list[tuple[str, str, str]]) -> None:
    with translation.override("en"):
        assert told(deed) == (subject, changes)


def test_in_french_too() -> None:
    with translation.override("fr"), told_in("fr"):
        found = told_deed(
            AuditEntry(1, 0, "Ana", 1, "", Deed("publish", "staff", {"staff": "not in use"}, {"staff": "version 1"})),
            LABELS,
        )
    assert found.changes == (Changed("", "hors service", "version 1"),)


@pytest.mark.parametrize(
    ("hour", "minute", "shown"),
    [(8, 0, "01/02/2026 8:00 a.m."), (8, 1, "01/02/2026 8:01 a.m."), (12, 0, "01/02/2026 12:00 p.m.")],
)
def test_every_instant_has_the_same_form(hour: int, minute: int, shown: str) -> None:
    at = datetime(2026, 1, 2, hour, minute, tzinfo=UTC)
    with translation.override("en"), timezone.override(UTC):
        assert when(micros_of(at)) == shown
