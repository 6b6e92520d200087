"""Scores in the browser: from a template to values, and back to an earlier version."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Visit
from tests.web.site import Visitor


@pytest.fixture
def marketer(visit: Visit) -> Visitor:
    """Somebody of marketing."""
    return visit("marketing")


def publish(page: Page, note: str = "") -> None:
    page.get_by_role("heading", name="Publish as version").wait_for()
    page.get_by_label("Note for others").fill(note)
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("heading", name="is in use").wait_for()


def test_the_life_of_a_score_from_a_template_to_its_end(marketer: Visitor) -> None:
    page = marketer.goes("/scores/new/")
    page.get_by_role("textbox", name="Name of the score").first.wait_for()
    cards = page.locator(".scores-gallery .card")
    expect(cards.filter(has_text="Warning signs")).to_contain_text("with rules for Competitors, Staff")
    expect(cards.filter(has_text="Fit and engagement")).to_contain_text("does not score Competitors, Staff")
    page.fill("#label-saas", "Trial interest")
    page.locator("form[action*='/saas/'] button").click()
    page.wait_for_url("**/scores/trial_interest/**")

    # The draft is told before anything is computed for good.
    marketer.goes("/scores/trial_interest/")
    expect(page.get_by_text("How far each rule reaches")).to_be_visible()
    expect(page.locator(".scores-reach", has_text="Requested a demo")).to_contain_text("%")
    page.get_by_role("link", name="Review and publish").click()
    expect(page.get_by_text("every record gets its first value")).to_be_visible()
    publish(page, "First try")
    marketer.goes("/scores/")
    row = page.get_by_role("row", name="Trial interest")
    expect(row).to_contain_text("Version 1 in use")
    expect(row).to_contain_text("300")

    # A change by file: told in words, moved from tier to tier, then published, then taken back.
    text = page.request.get(f"{marketer.site.address}/scores/trial_interest/file/").text()
    stricter = text.replace("from: 20", "from: 5")
    marketer.goes("/scores/trial_interest/")
    page.get_by_text("Upload YAML as the draft").click()
    page.set_input_files("#upload-file", {"name": "a.yaml", "mimeType": "text/yaml", "buffer": stricter.encode()})
    page.get_by_role("button", name="Upload").click()
    marketer.goes("/scores/trial_interest/review/")
    expect(page.get_by_text("Tier Medium: from 20 becomes 5")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Low")).to_be_visible()
    before = page.get_by_role("rowheader", name="Low").locator("..").locator("td").nth(1).inner_text()
    assert int(before) > 0
    publish(page)
    marketer.goes("/scores/trial_interest/versions/")
    page.get_by_role("button", name="Bring version 1 back").click()
    expect(page.get_by_text("Tier Medium: from 5 becomes 20")).to_be_visible()
    publish(page, "Back again")
    marketer.goes("/scores/trial_interest/versions/")
    expect(page.get_by_text("Version 3", exact=True).first).to_be_visible()
    expect(page.get_by_text("First try")).to_be_visible()
    expect(page.get_by_text("· Marketing Person")).to_have_count(3)
    _ends(marketer)


def _ends(marketer: Visitor) -> None:
    """It is taken out of use, used again, and deleted."""
    page = marketer.goes("/scores/trial_interest/")
    marketer.agrees()
    page.get_by_role("button", name="Take out of use").click()
    expect(page.get_by_text("Out of use").first).to_be_visible()
    page.get_by_role("button", name="Use again").click()
    publish(page)
    marketer.goes("/scores/trial_interest/delete/")
    page.get_by_role("button", name="Delete the score").click()
    expect(page.get_by_text('The score "trial_interest" is deleted.')).to_be_visible()
    assert page.get_by_role("link", name="Trial interest", exact=True).count() == 0


def test_a_draft_is_tried_on_somebody_one_knows(marketer: Visitor) -> None:
    page = marketer.goes("/scores/sales_readiness/")
    text = page.request.get(f"{marketer.site.address}/scores/sales_readiness/file/").text()
    page.get_by_text("Upload YAML as the draft").click()
    more = text.replace("points: -15\n", "points: -14\n")
    assert more != text
    page.set_input_files("#upload-file", {"name": "a.yaml", "mimeType": "text/yaml", "buffer": more.encode()})
    page.get_by_role("button", name="Upload").click()
    marketer.goes("/scores/sales_readiness/test/")
    examples = page.locator(".scores-examples a")
    highest = examples.filter(has_text="the highest value")
    highest.click()
    expect(highest).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("heading", name="By the draft")).to_be_visible()
    page.get_by_role("searchbox", name="Whom do you know well").fill("c00000")
    page.locator("main #tried-on a").first.click()
    expect(page.get_by_role("heading", name="In use today")).to_be_visible()
    expect(page.get_by_role("heading", name="By the draft")).to_be_visible()
    marketer.goes("/scores/sales_readiness/")
    marketer.agrees()
    page.get_by_role("button", name="Discard the draft").click()
    expect(page.get_by_text("The draft is discarded.")).to_be_visible()


def test_what_is_wrong_with_a_file_is_told_and_nothing_is_kept(visit: Visit) -> None:
    visitor = visit("marketing")
    page = visitor.goes("/scores/new/")
    page.set_input_files("#file", {"name": "a.yaml", "mimeType": "text/yaml", "buffer": b"key: x\nobject: contact\n"})
    page.locator("form[action$='/new/file/'] button").click()
    expect(page.get_by_text('the key "groups" is missing')).to_be_visible()
    visitor.goes("/scores/")
    assert page.locator("a[href='/scores/x/']").count() == 0


def test_sales_see_scores_and_cannot_change_them(visit: Visit) -> None:
    visitor = visit("sales")
    page = visitor.goes("/scores/")
    expect(page.get_by_role("link", name="Lead score", exact=True)).to_be_visible()
    assert page.get_by_role("link", name="New score").count() == 0
    assert page.request.get(f"{visitor.site.address}/scores/new/").status == 403
    assert page.request.get(f"{visitor.site.address}/scores/lead_score/review/").status == 403


def test_whoever_reads_french_begins_with_french_names(visit: Visit) -> None:
    page = visit("marketing", language="fr").goes("/scores/new/")
    expect(page.locator("#label-negative")).to_have_value("Signaux d’alerte")
