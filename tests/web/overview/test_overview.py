"""What the overview shows of a workspace with a past."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.web.conftest import Visit
from tests.web.tabs import Tabs

Look = Callable[..., Page]


@pytest.fixture
def look(tabs_of_past: Tabs) -> Iterator[Look]:
    """Opens the overview as the administrator."""
    with tabs_of_past.lent() as visit:

        def looked() -> Page:
            page = visit().goes("/overview/")
            expect(page.locator(".placeholder")).to_have_count(0)
            return page

        yield looked


def test_the_overview_tells_who_is_hot_who_rose_and_who_bought(look: Look) -> None:
    page = look()
    hot = page.locator("#overview-hot")
    expect(hot).to_contain_text("1 in the best tier 1 without an owner 0 silent for 14 days", use_inner_text=True)
    # Ann has bought, and is no lead any more.
    expect(hot.get_by_role("listitem")).to_have_count(1)
    expect(hot.get_by_role("listitem")).to_contain_text("Dee Dorn")
    moved = page.locator("#overview-moved")
    expect(moved).to_contain_text("2 to a better tier", use_inner_text=True)
    expect(moved.locator(".tamis-pair").first).to_contain_text("A2")
    expect(moved).to_contain_text("Dee Dorn")

    new = page.locator("#overview-arrivals")
    expect(new.locator("svg")).to_be_visible()
    expect(new).to_contain_text("3 more were put into a tier by a publication")
    new.get_by_text("Show as a table").click()
    columns = new.get_by_role("columnheader").all_inner_texts()
    rows = [row.get_by_role("cell").all_inner_texts() for row in new.get_by_role("row").all()[1:]]
    sums = [sum(int(row[place]) for row in rows) for place in range(len(columns) - 1)]
    assert dict(zip(columns[1:], sums, strict=True)) == {"A1": 1, "A2": 0, "B1": 1, "B2": 0}

    bought = page.locator("#overview-conversions")
    bought.get_by_text("Show as a table").click()
    expect(bought.get_by_role("row", name="A1")).to_contain_text("100%")
    expect(bought).to_contain_text("The score has been kept only since then")
    expect(page.locator("#overview-attention")).to_contain_text("Nothing has come from web yet.")
    expect(page.locator("#overview-health")).to_contain_text("At work")


def test_parts_that_find_the_server_busy_are_asked_for_again(visit: Visit) -> None:
    visitor, refused = visit(), Counter[str]()

    def refuse_twice(route: Route) -> None:
        refused[route.request.url] += 1
        if refused[route.request.url] > 2:
            route.continue_()
        else:
            route.fulfill(status=503, headers={"Retry-After": "0.01"}, body="The server is busy.")

    visitor.page.route(re.compile("/overview/[a-z]+/"), refuse_twice)
    page = visitor.goes("/overview/")
    expect(page.locator(".placeholder")).to_have_count(0)
    expect(page.locator("main")).not_to_contain_text("busy")
    assert set(refused.values()) == {3}
    # Chromium tells of each 503 on its console.
    assert all("503" in each for each in visitor.complaints)
    visitor.complaints.clear()


def test_a_figure_leads_to_the_list_behind_it(look: Look) -> None:
    page = look()
    link = page.locator("#overview-hot .tamis-figure a").nth(1).get_attribute("href")
    assert link is not None
    [asked] = parse_qs(urlsplit(link).query)["asked"]
    assert json.loads(asked) == {"score": "lead", "tiers": ["A1"], "owner": "", "hides_customers": True}


def test_a_movement_leads_to_exactly_those_who_moved(look: Look) -> None:
    page = look()
    for place in (
        "#overview-moved .tamis-figure a",
        "#overview-moved .tamis-pair",
        "#overview-arrivals .card-actions a",
    ):
        page.goto(page.url.split("/leads")[0].split("/overview")[0] + "/overview/")
        link = page.locator(place).first
        expect(link).to_be_visible()
        [asked] = parse_qs(urlsplit(link.get_attribute("href") or "").query)["asked"]
        assert json.loads(asked)["hides_customers"]
        count = link.locator("strong").inner_text() if link.locator("strong").count() else link.inner_text()
        link.click()
        expect(page.locator(".leads-pager p")).to_have_text(f"1–{count} of {count}")


def test_another_period_and_another_conversion_can_be_chosen(look: Look) -> None:
    page = look()
    page.get_by_role("link", name="24 hours").click()
    expect(page.locator("#overview-events")).to_contain_text("Nothing happened in this time")
    expect(page.locator("#overview-arrivals")).to_contain_text("Nobody reached a tier for the first time")
    page.get_by_label("What counts as a conversion").select_option("contact.lifecycle_stage = customer")
    bought = page.locator("#overview-conversions")
    expect(bought).to_contain_text("Contact: lifecycle stage is customer")
    expect(bought.get_by_label("What counts as a conversion")).to_have_value("contact.lifecycle_stage = customer")


def test_everybody_sees_the_overview_and_only_who_may_what_is_theirs_to_mend(visit: Visit) -> None:
    page = visit("sales").goes("/overview/")
    expect(page.locator(".placeholder")).to_have_count(0)
    expect(page.locator("#overview-events svg")).to_be_visible()
    expect(page.locator("#overview-attention")).not_to_contain_text("probably there twice")
