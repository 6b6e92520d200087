"""The settings in a browser. That nothing there keeps anybody out: tests/web/test_every_page.py."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.web.accessible import barriers
from tests.web.conftest import Visit
from tests.web.tables import missing_columns


def test_the_database_has_what_signing_in_asks_for():
    assert missing_columns() == []


def test_an_administrator_invites_somebody_who_comes_in(visit: Visit) -> None:
    page = (administrator := visit("administrator")).goes("/settings/people/")
    page.get_by_label("Name", exact=False).last.fill("Zoë <b>")
    page.get_by_label("E-mail address", exact=False).fill("zoe@example.com")
    page.locator("#invite-role").select_option("read_only")
    page.get_by_role("button", name="Make a link").click()
    link = page.locator("#link").input_value()
    invited = visit(None)
    invited.page.goto(link)
    expect(invited.page.get_by_role("heading", name="Hello Zoë <b>")).to_be_visible()
    assert barriers(invited.page) == []
    invited.page.get_by_label("Password", exact=False).first.fill("quite a pass phrase")
    invited.page.get_by_label("The password again", exact=False).fill("quite a pass phrase")
    invited.page.get_by_role("button", name="Save the password").click()
    invited.page.wait_for_url(re.compile("leads|overview"))
    invited.goes("/settings/")
    assert invited.page.get_by_role("link", name="Audit log").count() == 0
    row = administrator.goes("/settings/people/").get_by_role("row").filter(has_text="zoe@example.com")
    assert row.get_by_role("combobox").input_value() == "read_only"
    row.get_by_role("combobox").select_option("sales")
    expect(administrator.page.get_by_role("status")).to_contain_text("Zoë <b> is Sales now.")


def test_a_person_chooses_language_and_theme(visit: Visit) -> None:
    page = visit("read_only").goes("/settings/")
    page.get_by_label("Language").select_option("fr")
    page.get_by_text("Dark", exact=True).click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Paramètres")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.get_by_label("Langue").select_option("")
    page.get_by_text("Comme mon appareil").click()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", name="Settings")).to_be_visible()


def test_a_token_is_made_and_revoked(visit: Visit) -> None:
    page = (visitor := visit("marketing")).goes("/settings/tokens/")
    assert page.get_by_label("See the audit log").count() == 0
    page.get_by_label("What it is for", exact=False).fill("nightly")
    page.get_by_label("See leads and records").check()
    page.get_by_role("button", name="Make the token").click()
    assert page.locator("#secret").input_value().startswith("tamis_")
    visitor.agrees()
    page.get_by_role("button", name="Revoke nightly").click()
    expect(page.get_by_text("The token is good no more.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="nightly").get_by_text("revoked")).to_be_visible()


def test_the_audit_log_says_who_did_what(visit: Visit) -> None:
    # Who has signed in.
    visit("sales")
    visitor = visit("administrator")
    visitor.goes("/settings/people/")
    page = visitor.goes("/settings/audit/?kind=sign_in&actor=Sales+Person")
    rows = page.get_by_role("row")
    assert rows.count() > 1
    assert {rows.nth(at).inner_text().split("\t")[1].strip() for at in range(1, rows.count())} == {"Sales Person"}
    visitor.goes("/settings/audit/?since=1999-01-01&until=1999-01-02")
    expect(page.get_by_text("Nothing like that was done.")).to_be_visible()
