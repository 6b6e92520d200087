"""Segments in the browser: lists by upload, conditions published, and who may."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Visit
from tests.web.site import Visitor


@pytest.fixture
def marketer(visit: Visit) -> Visitor:
    return visit("marketing")


@pytest.fixture
def known(marketer: Visitor) -> list[str]:
    """The ids of some contacts."""
    text = marketer.page.request.get(f"{marketer.site.address}/segments/one/members.csv?segment=newsletter").text()
    return [line.split(",")[0] for line in text.splitlines()[1:6]]


@pytest.fixture
def name(marketer: Visitor) -> Iterator[str]:
    """Of a list that is gone afterwards."""
    yield "Salon d’été / 2026"
    page = marketer.goes("/segments/")
    link = page.get_by_role("link", name="Salon d’été / 2026")
    if link.count():
        _delete(page, "Salon d’été / 2026")


def _delete(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_role("link", name="Delete the segment").click()
    page.get_by_role("button", name="Delete the segment").click()
    expect(page.locator("#alerts")).to_contain_text("is deleted")


def test_a_list_is_made_by_upload_changed_and_deleted(marketer: Visitor, known: list[str], name: str) -> None:
    page = marketer.goes("/segments/new/")
    made = page.locator("form[action='/segments/new/list/']")
    made.get_by_label("Name").fill(name)
    text = "id,name\n" + "".join(f"{id},x\n" for id in known[:3]) + "nobody,x\n"
    made.get_by_label("CSV file").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": text.encode()})
    made.get_by_role("button", name="Make the list").click()
    expect(page.locator("#alerts")).to_contain_text("3 members added.")
    expect(page.locator("#alerts")).to_contain_text("1 id or address is unknown and was left out: nobody")
    expect(page.locator("#members tbody tr")).to_have_count(3)
    expect(page.locator(".segments-figure")).to_have_text("3")

    page.get_by_label("Or ids and e-mail addresses").fill(f"{known[3]}, {known[0]}")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#alerts")).to_contain_text("1 member added.")
    marketer.agrees()
    page.locator("#members input[type=checkbox]").first.check()
    page.get_by_role("button", name="Take out the ticked").click()
    expect(page.locator("#alerts")).to_contain_text("1 member taken out.")
    expect(page.locator("#members tbody tr")).to_have_count(3)

    page = marketer.goes("/segments/")
    expect(page.get_by_role("row", name=name)).to_contain_text("3")
    _delete(page, name)
    expect(page.get_by_role("link", name=name)).to_have_count(0)


def test_a_file_that_names_nobody_makes_no_list(marketer: Visitor, name: str) -> None:
    page = marketer.goes("/segments/new/")
    made = page.locator("form[action='/segments/new/list/']")
    made.get_by_label("Name").fill(name)
    made.get_by_label("CSV file").set_input_files(
        {"name": "a.csv", "mimeType": "text/csv", "buffer": b"name,city\nAnn,Paris\n"}
    )
    made.get_by_role("button", name="Make the list").click()
    expect(page.get_by_text('The file has no column "id" or "email"')).to_be_visible()
    assert marketer.goes("/segments/").get_by_role("link", name=name).count() == 0


def test_a_condition_is_drafted_reviewed_and_published(marketer: Visitor) -> None:
    page = marketer.goes("/segments/new/")
    form = page.locator("form[action='/segments/new/condition/']")
    form.get_by_label("Name").fill("Tried")
    form.get_by_role("button", name="Build the condition").click()
    page.wait_for_url("**/segments/tried/edit/**")
    page = marketer.goes("/segments/one/?segment=tried")
    expect(page.get_by_text("This segment is a draft")).to_be_visible()
    page.get_by_role("button", name="Review and publish").click()
    page.get_by_role("heading", name="Publish as version 1").wait_for()
    # Its address can be opened as it is.
    page = marketer.goes("/segments/one/review/?segment=tried")
    page.get_by_role("heading", name="Publish as version 1").wait_for()
    expect(page.get_by_text("No score in use asks for it.")).to_be_visible()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator("#alerts")).to_contain_text("The segment is published")
    expect(page.locator("#members tbody tr").first).to_be_visible()
    expect(page.locator(".segments-figure")).not_to_have_text("0")
    _delete(marketer.goes("/segments/"), "Tried")


def test_a_segment_that_a_score_asks_for_is_not_deleted(marketer: Visitor) -> None:
    page = marketer.goes("/segments/one/delete/?segment=competitors")
    expect(page.get_by_text("It cannot be deleted while these ask for it:")).to_be_visible()
    expect(page.get_by_role("button", name="Delete the segment")).to_have_count(0)


def test_members_come_a_page_at_a_time(marketer: Visitor) -> None:
    page = marketer.goes("/segments/one/?segment=newsletter")
    rows = page.locator("#members tbody tr")
    expect(rows).to_have_count(51)
    page.get_by_role("button", name="Show more").click()
    expect(rows).to_have_count(101)


def test_who_may_only_look_changes_nothing(visit: Visit) -> None:
    page = visit("read_only").goes("/segments/one/?segment=newsletter")
    expect(page.locator("#members tbody tr").first).to_be_visible()
    for words in ("Delete the segment", "Add", "Export", "Take out the ticked"):
        expect(page.get_by_text(words, exact=True)).to_have_count(0)
