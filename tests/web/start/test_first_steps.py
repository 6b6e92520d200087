"""An empty workspace, and somebody who has only the link of the server's log: how they come to a ranked list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tamis.server.first_run import set_up_secret
from tests.web.site import Site, Visitor, visiting

PEOPLE = """\
Email Address,First Name,Last Name,Job Title,Country
ann@acme.example,Ann,Lee,Head of Marketing,France
bob@beta.example,Bob,Ray,Sales Manager,Germany
cem@cees.example,Cem,Oz,Intern,Turkey
"""


@pytest.fixture
def newcomer(browser: Browser, tmp_path: Path) -> Iterator[Visitor]:
    """Whoever set the empty workspace up."""
    with Site(tmp_path / "work") as site:
        visitor = visiting(browser, site)
        yield visitor
        visitor.context.close()
    assert visitor.complaints == []


def test_a_newcomer_comes_from_an_empty_workspace_to_a_ranked_list_and_publishes_a_change(newcomer: Visitor) -> None:
    page = newcomer.goes(f"/set-up/{set_up_secret(newcomer.site.workspace.folder)}/")
    page.fill("input[name=name]", "Ada Lovelace")
    page.fill("input[name=email]", "ada@example.com")
    for field in page.locator("input[type=password]").all():
        field.fill("correct horse battery")
    page.locator("form button[type=submit]").click()

    # Data, a template that fits it, and the list: never without a next step.
    page.get_by_role("link", name="Import a file").click()
    page.set_input_files("input[type=file]", {"name": "p.csv", "mimeType": "text/csv", "buffer": PEOPLE.encode()})
    page.locator("main form button[type=submit]").click()
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_role("link", name="On to the next step").click()
    page.get_by_role("link", name="Choose a template").click()
    best = page.locator(".scores-gallery .card").first
    expect(best).to_contain_text("5 of 8 rules fit your data")
    best.get_by_role("button", name="Use").click()
    expect(page.locator("#preview-panel")).to_contain_text("How far each rule reaches")
    expect(page.locator(".editor-issue")).to_have_count(0)

    # Whoever wanders off finds the way back, and the draft.
    page = newcomer.goes("/leads/")
    page.get_by_role("link", name="First steps").click()
    page.get_by_role("link", name="Review and publish").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("link", name="See the leads").click()
    expect(page.locator("main tbody tr").first).to_contain_text("Ann Lee")
    expect(page.get_by_role("link", name="First steps")).to_have_count(0)

    # A change: some clicks from the list to another order.
    page.get_by_role("link", name="Scores").click()
    page.get_by_role("link", name="Ideal customer fit").click()
    page.get_by_role("link", name="Edit", exact=True).click()
    page.locator(".editor-sentence", has_text="Intern or junior").click()
    points = page.get_by_label("Points", exact=True)
    points.fill("90")
    points.blur()
    expect(page.locator("#editor-bar")).to_contain_text("1 change, not published")
    page.get_by_role("button", name="Review and publish").click()
    expect(page.get_by_text("-15 points become 90")).to_be_visible()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("link", name="See the leads").click()
    expect(page.locator("main tbody tr").first).to_contain_text("Cem Oz")
