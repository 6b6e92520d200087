"""The page of one record, as people use it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.accessible import barriers
from tests.web.site import DESKTOP, PHONE, Site, Visitor, visiting

# The best contact of the demo company, and one whose fit could be better.
BEST, MIDDLING = "c0000112", "c0000004"
Visit = Callable[..., Visitor]


def part(page: Page) -> None:
    """Waits until the part of the page that comes by itself is there."""
    page.locator("#part .placeholder-glow").wait_for(state="detached")


def until(page: Page, place: str, text: str) -> None:
    """Loads the page again until it says so: what the keeper does may take longer than a page waits."""
    for _ in range(20):
        if text in page.locator(place).first.inner_text():
            return
        page.reload()
    expect(page.locator(place).first).to_contain_text(text)


def test_a_contact_is_found_by_name_and_told_from_its_total_down_to_one_event(visit: Visit):
    page = visit("sales").goes("/")
    page.fill("#find", "heike stein")
    page.click("#found a")
    expect(page.locator("h1")).to_have_text("Heike Steinhauer")
    part(page)
    rule = page.locator("#part summary", has_text="Requested a demo").first
    rule.click()
    expect(rule.locator("xpath=../ul")).to_contain_text("Demo requested")
    total = page.locator("#part details").first.locator("summary").first
    expect(total).to_contain_text("Lead score")
    expect(page.locator(".tamis-record-score-first")).to_contain_text("A1")
    assert "cut by its limit: 50 → 40" in page.content()


def test_the_timeline_tells_what_each_event_earned_and_can_be_narrowed(visit: Visit):
    page = visit("read_only").goes(f"/records/contact/{BEST}?tab=timeline")
    part(page)
    expect(page.locator(".tamis-happening", has_text="Demo requested").first).to_contain_text("of +25")
    page.locator("#part button", has_text="Chat started").click()
    # How many there are depends on the hour; others are none.
    expect(page.locator(".tamis-happening", has_not_text="Chat started")).to_have_count(0)
    expect(page.locator(".tamis-happening", has_text="Chat started").first).to_be_visible()


def test_the_history_has_a_chart_and_its_table(visit: Visit):
    page = visit("sales").goes(f"/records/contact/{BEST}?tab=history")
    part(page)
    expect(page.locator("figure svg").first).to_be_visible()
    page.locator("#part summary", has_text="Show as a table").first.click()
    expect(page.locator("#part table").first).to_contain_text("The score was published")


def test_the_next_tier_is_told_in_the_readers_language(visit: Visit):
    page = visit("sales", language="fr", scheme="dark").goes(f"/records/contact/{MIDDLING}?tab=next")
    part(page)
    expect(page.locator("#part")).to_contain_text("Seniority est director, vp ou c_level")
    # Which deeds would do depends on the hour: what the company did fades.
    expect(page.locator(".tamis-next-way", has_text="une fois de plus").first).to_be_visible()


@pytest.mark.parametrize(
    ("language", "scheme", "size", "paths"),
    [
        ("en", "light", DESKTOP, [f"contact/-/merge/{BEST}?other={MIDDLING}"]),
        ("fr", "dark", PHONE, [f"contact/{MIDDLING}?tab=next", f"contact/{BEST}?tab=timeline", "find/?q=ann"]),
    ],
    ids=["desktop", "phone, dark"],
)
def test_nothing_serious_keeps_anyone_out_of_what_is_behind_a_page(
    visit: Visit, language: str, scheme: str, size: tuple[int, int], paths: list[str]
):
    visitor = visit("administrator", language=language, scheme=scheme, size=size)
    for path in paths:
        page = visitor.goes(f"/records/{path}")
        part(page)
        assert barriers(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_an_associated_deal_tells_its_stage_its_amount_and_its_close_in_the_readers_language(visit: Visit):
    page = visit("read_only", language="fr").goes("/records/deal/d0000003-1")
    company = page.locator("#associated-company").locator("xpath=ancestor::section").get_by_role("link").first
    page.goto(page.url.split("/records/")[0] + str(company.get_attribute("href")))
    deals = page.locator("#associated-deal").locator("xpath=ancestor::section").get_by_role("link")
    closed = r"Étape\s: (won|lost) · Date de clôture\s: \d\d/\d\d/\d{4}.*Montant\s: \d{1,3}(\s\d{3})*$"
    assert [text for text in deals.all_text_contents() if re.search(closed, " ".join(text.split()))]


def test_who_only_reads_is_offered_nothing_to_do(visit: Visit):
    page = visit("read_only").goes(f"/records/contact/{BEST}")
    assert page.locator("main button", has_text="Accept").count() == 0
    answer = page.request.get(f"{page.url.partition('/records')[0]}/records/contact/-/export/{BEST}")
    assert answer.status == 403


def test_a_lead_is_rejected_reset_merged_and_erased(browser: Browser, own_site: Site, tmp_path: Path):
    visitor = visiting(browser, own_site)
    visitor.context.set_default_timeout(60_000)
    visitor.signs_in("administrator")
    visitor.page.wait_for_url(lambda url: "sign-in" not in url)
    page = visitor.goes(f"/records/contact/{BEST}")
    page.get_by_role("button", name="Reject", exact=True).click()
    page.fill("#reject-reason", "no <b>budget</b>")
    page.locator("#reject button.btn-danger").click()
    expect(page.locator(".alert", has_text="Rejected by")).to_contain_text("no <b>budget</b>")
    page.get_by_role("button", name="Take back").click()
    expect(page.locator(".alert", has_text="Rejected by")).to_have_count(0)

    page.get_by_role("button", name="More to do").click()
    page.get_by_role("button", name="Reset engagement").click()
    page.locator("#reset button.btn-primary").click()
    until(page, ".tamis-record-score-first", "A3")
    page.get_by_role("button", name="Take the reset back").click()
    until(page, ".tamis-record-score-first", "A1")

    page.get_by_role("button", name="More to do").click()
    page.get_by_role("link", name="Merge with a duplicate").click()
    page.fill("#other", MIDDLING)
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("link", name="Marieke Brouwer").click()
    page.get_by_role("button", name="Merge", exact=True).click()
    until(page, "main", f"{MIDDLING} merged")
    visitor.goes(f"/records/contact/{MIDDLING}")
    expect(page.locator("h1")).to_have_text("Heike Steinhauer")

    told = json.loads(page.request.get(f"{own_site.address}/records/contact/-/export/{BEST}").text())
    assert (told["id"], told["earlier_ids"][0]["id"]) == (BEST, MIDDLING)

    page = visitor.goes(f"/records/contact/-/erase/{BEST}")
    page.fill("#typed", "somebody else")
    page.get_by_role("button", name="Erase").click()
    expect(page.locator(".invalid-feedback")).to_be_visible()
    page.fill("#typed", BEST)
    page.get_by_role("button", name="Erase").click()
    page.wait_for_url("**/records/find/")
    visitor.goes(f"/records/contact/{BEST}")
    until(page, "main", f'There is no contact "{BEST}"')
    visitor.context.close()
    assert visitor.complaints == []
