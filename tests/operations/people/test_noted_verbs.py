"""What is done to the warehouse is in the audit log, with what was in use before and after; never a contact's data."""

from __future__ import annotations

import pytest

from tamis.operations.access import Actor, Role
from tamis.operations.deactivate import deactivate
from tamis.operations.handing_over import perform
from tamis.operations.handing_over.publishing import reviewing_texts_anywhere
from tamis.operations.handing_over.wire import encode_verb
from tamis.operations.jobs_running import run_job
from tamis.operations.sources import add_source, revoke_source, rotate_source
from tamis.operations.verbs import Delete, Import, ListDefinitions, Merge, Publish, Rescore, Reset
from tamis.progress import NullProgress
from tamis.store.application import AuditEntry, open_application
from tests.operations.office import INTEREST, Office


def log(office: Office) -> list[AuditEntry]:
    with open_application(office.workspace.application) as application:
        return application.audit.page()


def does(office: Office, verb) -> None:
    perform(office.workspace, verb, now=office.now, progress=NullProgress())


def test_what_a_command_does_is_noted_and_what_it_only_reads_is_not(scored):
    does(scored, Import(scored.folder))
    does(scored, Merge("ann", "bob"))
    does(scored, Rescore("interest"))
    does(scored, ListDefinitions())
    does(scored, Rescore())
    assert [(entry.actor, entry.deed.kind, entry.deed.subject) for entry in log(scored)] == [
        ("command line", "rescore", ""),
        ("command line", "rescore", "interest"),
        ("command line", "merge", "ann"),
        ("command line", "import", "crm"),
    ]
    assert log(scored)[2].deed.after == {"other": "bob"}


def test_a_dry_run_and_what_fails_are_not_noted(scored):
    does(scored, Import(scored.folder, dry_run=True))
    with pytest.raises(Exception, match="nobody"):
        does(scored, Merge("ann", "nobody"))
    assert log(scored) == []


def test_publishing_says_which_version_was_in_use_and_which_is(office):
    texts = {"scores/interest.yaml": INTEREST}
    for text in (INTEREST, INTEREST.replace("points: 10", "points: 11") + "# more\n"):
        texts = {"scores/interest.yaml": text}
        with reviewing_texts_anywhere(office.workspace, texts, now=office.now, progress=NullProgress()) as reviewed:
            reviewed.publish("why", progress=NullProgress())
    does(office, Delete("interest"))
    deeds = [entry.deed for entry in log(office)]
    assert [deed.kind for deed in deeds] == ["delete", "publish", "publish"]
    assert [deed.before for deed in deeds] == [
        {"interest": "version 2"},
        {"interest": "version 1"},
        {"interest": "not in use"},
    ]
    assert deeds[1].after["interest"] == "version 2"
    assert "why" not in str(deeds)


def test_a_job_is_noted_as_who_asked_for_it(scored):
    ada = Actor("Ada", Role.MARKETING, 7, token="nightly")
    verb = Reset("ann", "contact", 0)
    with open_application(scored.workspace.application) as application:
        application.jobs.add(verb.kind, encode_verb(verb, by=ada), 0)
        job = application.jobs.claim("server", 1, lease=10**18)
    assert run_job(scored.workspace, job, now=scored.now, progress=NullProgress()).reason == ""
    [entry] = log(scored)
    assert (entry.actor, entry.person, entry.token) == ("Ada", 7, "nightly")
    assert (entry.deed.kind, entry.deed.subject, entry.deed.after) == ("reset", "ann", {"object": "contact"})


def test_texts_of_definitions_are_not_in_the_log(office):
    with reviewing_texts_anywhere(
        office.workspace, {"scores/interest.yaml": INTEREST}, now=office.now, progress=NullProgress()
    ) as reviewed:
        reviewed.publish(progress=NullProgress())
    [entry] = log(office)
    assert entry.deed.kind == Publish.kind
    assert "points" not in str(entry)


def test_what_is_done_with_sources_and_out_of_use_is_noted_without_the_keys(scored):
    ada = Actor("Ada", Role.ADMINISTRATOR, 7)
    keys = [add_source(scored.workspace, " website ", now=scored.now, by=ada)]
    keys.append(rotate_source(scored.workspace, "website", grace=None, now=scored.now))
    revoke_source(scored.workspace, "website", now=scored.now, by=ada)
    deactivate(scored.workspace, "interest", now=scored.now, by=ada)
    entries = log(scored)
    assert [(entry.actor, entry.deed.kind, entry.deed.subject) for entry in entries] == [
        ("Ada", "deactivate", "interest"),
        ("Ada", "revoke_source", "website"),
        ("command line", "rotate_source", "website"),
        ("Ada", "add_source", "website"),
    ]
    assert (entries[0].deed.before, entries[0].deed.after) == (
        {"interest": "version 1"},
        {"interest": "not in use"},
    )
    assert not any(key in str(entries) for key in keys)
