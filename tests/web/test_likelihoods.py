"""Likelihoods where people work: on the list of leads, and on the page of a record."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.once import copied
from tests.web.accessible import barriers, too_wide
from tests.web.conftest import Visit
from tests.web.learnt import EAGER, make_learnt
from tests.web.site import PHONE, Site
from tests.web.tabs import Tabs

BY_LIKELIHOOD = "/leads/?asked=%7B%22order%22%3A%22likelihood%22%7D"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The company that learnt, served."""
    with Site(copied(tmp_path_factory, "learnt-company", make_learnt)) as started:
        yield started


@pytest.fixture(scope="module")
def tabs(browser: Browser, site: Site) -> Iterator[Tabs]:
    yield (tabs := Tabs(browser, site))
    tabs.close()


def figures(page: Page, css: str) -> list[float]:
    """The percentages that stand at these places, in their order."""
    texts = page.locator(css).all_inner_texts()
    return [float(re.sub(r"[^\d.]", "", text)) for text in texts if re.search(r"\d", text)]


def test_the_list_tells_how_likely_each_lead_is_the_likeliest_first(visit: Visit) -> None:
    page = visit("sales").goes(BY_LIKELIHOOD)
    told = figures(page, ".leads-likely-figure .tamis-points")
    assert len(told) == 50
    assert told == sorted(told, reverse=True)
    expect(page.locator("[data-lead]").first.locator(".leads-priority")).to_have_text("Very high")
    expect(page.get_by_role("columnheader", name="Likelihood")).to_have_attribute("aria-sort", "descending")
    means = re.compile(r"^Very high: the quarter of open contacts with the highest likelihood; here from [\d.]+%\.$")
    expect(page.get_by_role("columnheader", name="Priority")).to_have_attribute("title", means)
    page.get_by_role("link", name="Change", exact=True).click()
    expect(page.get_by_role("columnheader", name="Change")).to_have_attribute("aria-sort", "descending")
    first = page.locator("[data-lead]").first
    expect(first.locator("[data-open]")).to_have_text(EAGER)
    expect(first.locator(".leads-likely-change .leads-up")).to_contain_text("+")


def test_a_lead_tells_its_interval_to_who_points_there_and_its_reasons_to_who_opens_it(visit: Visit) -> None:
    page = visit("sales").goes(f"/leads/?asked=%7B%22search%22%3A%22{EAGER}%22%7D")
    figure = page.locator(".leads-likely-figure")
    expect(page.locator(".leads-likely-span")).to_be_hidden()
    figure.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".leads-likely-span")).to_be_visible()
    expect(page.locator(".leads-likely-span")).to_have_text(re.compile(r"between [\d.]+% and [\d.]+%"))
    page.keyboard.press("Enter")
    panel = page.locator(".leads-likely-panel")
    expect(panel).to_contain_text("Likelihood to close")
    expect(panel).to_contain_text("of all reach the goal")
    expect(panel).to_contain_text(re.compile(r"Very high: the quarter of open contacts .* here from [\d.]+%\."))
    reasons = panel.locator(".tamis-reason-for").all_inner_texts()
    assert any("demo requested" in reason and "of those with" in reason for reason in reasons), reasons
    assert barriers(page) == []
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_leads_are_filtered_by_priority_and_likelihood_and_a_view_and_a_file_keep_that(visit: Visit) -> None:
    page = visit("marketing").goes("/leads/")
    tools = page.get_by_role("group", name="Priorities")
    for name in ("Very high", "Closed won"):
        tools.get_by_role("link", name=name).click()
        expect(tools.get_by_role("link", name=name)).to_have_attribute("aria-current", "true")
    assert set(page.locator(".leads-priority").all_inner_texts()) <= {"Very high", "Closed won"}
    page.get_by_role("button", name="Likelihood", exact=True).click()
    page.fill("#likelihood-from", "0,5")
    page.get_by_role("button", name="Show").last.click()
    # Who asks for those that are won asks for customers.
    expect(page.locator(".leads-chip")).to_have_text("Likelihood from 0.5%")
    assert set(page.locator(".leads-priority").all_inner_texts()) == {"Very high"}
    shown = page.locator(".leads-pager p").inner_text()
    page.reload()
    expect(page.locator(".leads-pager p")).to_have_text(shown)
    with page.expect_download() as loading:
        page.get_by_role("link", name="Export").click()
    text = Path(loading.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["close_90d_priority"] for row in rows} == {"very high"}
    assert all(float(row["close_90d"]) >= 0.5 for row in rows)


def test_the_page_of_a_contact_tells_what_speaks_for_it_and_the_whole_sum(visit: Visit) -> None:
    page = visit("sales").goes(f"/records/contact/{EAGER}")
    expect(page.get_by_role("list", name="Scores and likelihoods")).to_contain_text("Likelihood to close")
    page.get_by_role("link", name="Likelihood").click()
    part = page.locator("#part")
    expect(part.get_by_role("heading", name="What speaks for it")).to_be_visible()
    expect(part).to_contain_text(re.compile(r"\+[\d.]+ points since the last run"))
    # Its history, with what each change came from.
    part.get_by_text("Show as a table").click()
    expect(part.get_by_role("row").nth(1)).to_contain_text("Computed anew")
    part.get_by_role("button", name="Every reason").click()
    table = part.locator(".tamis-sum")
    expect(table.locator("tfoot")).to_contain_text("Log-odds")
    parts = [value.replace("−", "-") for value in table.locator("tbody > tr > td").all_inner_texts()]
    total = table.locator("tfoot td").inner_text().replace("−", "-")
    assert sum(map(float, parts)) == pytest.approx(float(total), abs=0.0005 * (len(parts) + 1))
    curve = table.locator("details.tamis-curve").first
    curve.locator("summary").click()
    expect(curve.get_by_role("img")).to_have_attribute("aria-label", re.compile("where this record is, it adds"))
    expect(curve.locator("circle")).to_have_count(1)
    assert barriers(page, "#part") == []
    # The history of the record has it, too, beside those of its scores.
    page.get_by_role("link", name="History").click()
    told = part.locator("section").filter(has=page.get_by_role("heading", name="Likelihood to close"))
    told.get_by_text("Show as a table").click()
    expect(told.get_by_role("row").nth(1)).to_contain_text("Computed anew")


def test_who_reached_the_goal_is_closed_won(visit: Visit) -> None:
    page = visit("read_only").goes("/leads/?asked=%7B%22priorities%22%3A%5B%22closed+won%22%5D%7D")
    row = page.locator("[data-lead]").first
    expect(row.locator(".leads-likely")).to_have_text("–")
    row.locator("[data-open]").click()
    page.get_by_role("link", name="Likelihood").click()
    expect(page.locator("#part")).to_contain_text("Closed won")
    expect(page.locator("#part")).to_contain_text("The goal is reached; nothing is foretold any more.")
    expect(page.get_by_role("button", name="Every reason")).to_have_count(0)


def test_all_of_it_is_french_for_a_french_reader_in_the_dark_on_a_phone(visit: Visit) -> None:
    visitor = visit("sales", language="fr", size=PHONE, scheme="dark")
    page = visitor.goes(BY_LIKELIHOOD)
    expect(page.locator(".leads-priority").first).to_have_text("Très haute")
    assert barriers(page, "#leads") == []
    assert too_wide(page) == []
    page = visitor.goes(f"/records/contact/{EAGER}?tab=likelihood")
    expect(page.locator("#part")).to_contain_text("Ce qui parle pour")
    page.get_by_role("button", name="Toutes les raisons").click()
    expect(page.locator(".tamis-sum tfoot")).to_contain_text("soit une probabilité de")
    page.locator("details.tamis-curve").first.locator("summary").click()
    assert barriers(page, "#part") == []
    assert too_wide(page) == []


def test_records_that_no_model_is_of_show_no_likelihood_and_point_who_may_train_to_the_models(visit: Visit) -> None:
    page = visit("sales").goes("/records/company/k3")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Likelihood")).to_have_count(0)
    pointer = page.locator("main").get_by_role("link", name="Models")
    expect(pointer).to_have_count(0)
    marketing = visit("marketing").goes("/records/company/k3")
    marketing.locator("main").get_by_role("link", name="Models").click()
    expect(marketing).to_have_url(re.compile("/models/$"))
    page = visit("sales").goes("/leads/?asked=%7B%22object%22%3A%22company%22%7D")
    expect(page.locator(".leads-likely, .leads-priority")).to_have_count(0)
