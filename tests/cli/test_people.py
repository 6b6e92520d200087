"""`tamis people`: who may sign in, also for who is locked out."""

import json

import pytest

from tamis.operations.serving import served_at, serving_lock
from tamis.operations.workspace import find_workspace
from tamis.store.application import open_application


@pytest.fixture
def work(has_workspace):
    return has_workspace("init")


def test_who_is_added_gets_a_link_that_stands_alone_on_standard_output(work, tamis):
    added = tamis("people --workspace work add Ada@Example.com --name Ada --address https://leads.example.com/")
    assert added.out.startswith("https://leads.example.com/welcome/")
    assert added.out.count("\n") == 1
    assert "it is kept nowhere." in added.err
    secret = added.out.rstrip("/\n").rsplit("/", 1)[1]
    with open_application(work.root / "work" / "application.sqlite3") as application:
        assert application.links.known(secret, 0).person == application.people.with_email("ada@example.com").id


def test_people_are_listed_with_their_state(work, tamis):
    assert tamis("people --workspace work").err.startswith("Nobody can sign in yet")
    tamis("people --workspace work add ada@example.com --name Ada")
    tamis("people --workspace work add bob@example.com --role read-only --quiet")
    listed = json.loads(tamis("people list --workspace work --json").out)
    assert [(each["name"], each["role"], each["state"]) for each in listed] == [
        ("Ada", "administrator", "invited"),
        ("bob@example.com", "read_only", "invited"),
    ]
    assert "ada@example.com" in tamis("people --workspace work").out


def test_who_is_locked_out_gets_in_again(work, tamis):
    tamis("people --workspace work add ada@example.com")
    with open_application(work.root / "work" / "application.sqlite3") as application:
        ada = application.people.with_email("ada@example.com")
        application.people.set_password(ada.id, "a good pass phrase")
        application.people.change(ada.id, is_active=False)
    assert "/welcome/" in tamis("people --workspace work reset-password ADA@example.com --quiet").out
    assert tamis("people --workspace work reset-second-step ada@example.com").code == 0
    [listed] = json.loads(tamis("people --workspace work --json").out)
    assert listed["state"] == "password"


def test_the_link_leads_to_the_server_that_is_at_work(work, tamis):
    def link(words: str) -> str:
        return tamis(f"people --workspace work {words} --quiet").out.partition("/welcome/")[0]

    assert link("add a@example.com") == "http://127.0.0.1:8000"
    workspace = find_workspace(work.root / "work", work.root)
    with serving_lock(workspace, "http://127.0.0.1:8765"):
        assert link("reset-password a@example.com") == "http://127.0.0.1:8765"
        assert link("add b@example.com --address https://tamis.example.com/") == "https://tamis.example.com"
    assert served_at(workspace) == ""


def test_the_last_administrator_stays_on_the_command_line_too(work, tamis):
    tamis("people --workspace work add ada@example.com")
    with open_application(work.root / "work" / "application.sqlite3") as application:
        application.people.set_password(application.people.with_email("ada@example.com").id, "a good pass phrase")
    refused = tamis("people --workspace work role ada@example.com sales")
    assert (refused.code, "There has to be an administrator" in refused.err) == (2, True)
    tamis("people --workspace work add bob@example.com --role sales --quiet")
    assert tamis("people --workspace work deactivate bob@example.com --quiet").code == 0


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("add nobody", "This is no e-mail address"),
        ("add a@example.com --role boss", "There is no such role."),
        ("reset-password a@example.com", "Nobody has this e-mail address"),
    ],
)
def test_what_cannot_be_is_told(work, tamis, asked, told):
    refused = tamis(f"people --workspace work {asked}")
    assert (refused.code, refused.out, told in refused.err) == (2, "", True)
