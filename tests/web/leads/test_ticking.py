"""Many leads at once: ticked by mouse and keyboard, decided on, put on a list, taken home; and undone."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.web.accessible import barriers
from tests.web.site import PHONE, Visitor

Visit = Callable[..., Visitor]
# Others look at the best leads; these are some whom nobody misses.
SOME = "/leads/?asked=" + quote('{"tiers":["C3"],"order":"name"}')


def ticked(page: Page) -> list[str]:
    """The leads that are ticked, by name."""
    rows = page.locator("[data-lead]:has([data-tick]:checked) [data-open]")
    return rows.all_inner_texts()


def shown(page: Page) -> list[str]:
    return page.locator("[data-lead] [data-open]").all_inner_texts()


def test_leads_are_ticked_by_key_by_range_and_all_together(visit: Visit):
    page = visit("sales").goes(SOME)
    names, bar = shown(page), page.locator("#leads-bar")
    expect(bar).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(bar).to_contain_text("1 ticked")
    for key in ("j", "j", "Shift+X"):
        page.keyboard.press(key)
    assert ticked(page) == names[:3]
    page.locator("[data-tick]").nth(5).click(modifiers=["Shift"])
    assert ticked(page) == names[:6]
    expect(bar).to_contain_text("6 ticked")
    page.locator("[data-tick]").nth(0).click()
    assert ticked(page) == names[1:6]
    page.get_by_label("Tick all shown").first.check()
    assert ticked(page) == names
    page.keyboard.press("Escape")
    assert ticked(page) == []
    expect(bar).to_be_hidden()


def test_many_are_rejected_for_one_reason_and_taken_back(visit: Visit):
    page = visit("sales").goes(SOME)
    names, bar = shown(page)[:2], page.locator("#leads-bar")
    page.locator("[data-tick]").nth(0).check()
    page.locator("[data-tick]").nth(1).check()
    # Who may not change lists is not offered to.
    expect(bar.get_by_role("button", name="Add to a list")).to_have_count(0)
    bar.get_by_role("button", name="Reject").first.click()
    panel = bar.locator("form", has=page.locator("#reject-why"))
    panel.get_by_role("button", name="Reject").click()
    # Without a reason nothing is sent.
    expect(page.locator("#reject-why:invalid")).to_be_visible()
    page.fill("#reject-why", "no <b>budget</b>")
    panel.get_by_role("button", name="Reject").click()
    expect(page.get_by_text("2 leads are rejected.")).to_be_visible()
    told = page.locator("[data-lead]", has=page.locator(".leads-rejected"))
    assert told.locator("[data-open]").all_inner_texts() == names
    expect(told.first.locator(".leads-decided")).to_have_attribute("title", "no <b>budget</b>")
    assert barriers(page, "[data-lead]:has(.leads-rejected)") == []
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("The decisions were taken back.")).to_be_visible()
    expect(page.locator(".leads-rejected")).to_have_count(0)
    assert shown(page)[:2] == names


def test_who_was_rejected_can_be_hidden(visit: Visit):
    page = visit("sales").goes(SOME)
    names, bar = shown(page), page.locator("#leads-bar")
    page.locator("[data-tick]").nth(3).check()
    bar.get_by_role("button", name="Reject").first.click()
    page.fill("#reject-why", "A student")
    bar.locator("form", has=page.locator("#reject-why")).get_by_role("button", name="Reject").click()
    expect(page.get_by_text("1 lead is rejected.")).to_be_visible()
    page.get_by_role("link", name="Hide rejected").click()
    expect(page.locator(".leads-chip")).to_have_text("Without those who were rejected")
    assert shown(page)[:4] == [*names[:3], names[4]]
    assert "hides_rejected" in page.url
    page.locator(".leads-chip").get_by_role("link").click()
    expect(page.locator(".leads-chip")).to_have_count(0)
    assert shown(page)[:5] == names[:5]
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".leads-rejected")).to_have_count(0)


def test_many_are_put_on_a_list_and_only_those_who_were_not_in_it_are_taken_out_again(visit: Visit):
    page = visit("marketing").goes(SOME)
    bar = page.locator("#leads-bar")
    page.locator("[data-tick]").nth(0).check()
    bar.get_by_role("button", name="Add to a list").click()
    page.fill("#ticked-name", "Fair in Lyon")
    page.locator("form", has=page.locator("#ticked-name")).get_by_role("button", name="Make").click()
    expect(page.get_by_text("1 lead is added to “Fair in Lyon”.")).to_be_visible()
    first = shown(page)[0]
    for place in range(3):
        page.locator("[data-tick]").nth(place).check()
    bar.get_by_role("button", name="Add to a list").click()
    page.select_option("#ticked-list", "Fair in Lyon")
    page.locator("form", has=page.locator("#ticked-list")).get_by_role("button", name="Add").click()
    expect(page.get_by_text("2 leads are added to “Fair in Lyon”.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("They are taken out of “Fair in Lyon” again.")).to_be_visible()
    page.goto(page.url.split("?")[0] + "?asked=" + quote('{"segment":"Fair in Lyon"}'))
    assert shown(page) == [first]


def test_all_that_the_list_finds_are_taken_at_once_and_given_back(visit: Visit):
    page = visit("marketing").goes(SOME)
    bar = page.locator("#leads-bar")
    total = int(page.locator(".leads-pager p").inner_text().rsplit(" ", 1)[1].replace(",", ""))
    assert total > len(shown(page))
    page.locator("[data-tick]").nth(0).check()
    take = bar.get_by_role("button", name=f"Take all {total} of this list")
    expect(take).to_be_hidden()
    bar.get_by_role("button", name="Tick all shown").click()
    take.click()
    expect(bar.locator("[data-count]")).to_have_text(f"All {total} of this list")
    assert barriers(page, "#leads-bar") == []
    # Without one of them it is no longer all.
    page.locator("[data-tick]").nth(0).uncheck()
    expect(bar.locator("[data-count]")).to_have_text(f"{len(shown(page)) - 1} ticked")
    page.locator("[data-tick]").nth(0).check()
    take.click()
    bar.get_by_role("button", name="Accept").first.click()
    bar.locator("form", has=page.locator("#accept-why")).get_by_role("button", name="Accept").click()
    expect(page.get_by_text(f"{total} leads are accepted.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("The decisions were taken back.")).to_be_visible()
    page.get_by_label("Tick all shown").first.check()
    take.click()
    bar.get_by_role("button", name="Add to a list").click()
    page.fill("#ticked-name", "Everybody of C3")
    page.locator("form", has=page.locator("#ticked-name")).get_by_role("button", name="Make").click()
    expect(page.get_by_text(f"{total} leads are added to “Everybody of C3”.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    # It was made for them, and goes with them.
    expect(page.get_by_text("The list “Everybody of C3” is taken away again.")).to_be_visible()
    expect(page.locator("select[name=segment] option", has_text="Everybody of C3")).to_have_count(0)
    page.get_by_label("Tick all shown").first.check()
    take.click()
    with page.expect_download() as waiting:
        bar.get_by_role("button", name="Export").click()
    assert len(waiting.value.path().read_text(encoding="utf-8-sig").splitlines()) == total + 1


def test_those_who_are_ticked_are_exported_alone(visit: Visit, tmp_path: Path):
    page = visit("sales").goes(SOME)
    page.locator("[data-tick]").nth(1).check()
    page.locator("[data-tick]").nth(2).check()
    with page.expect_download() as waiting:
        page.locator("#leads-bar").get_by_role("button", name="Export").click()
    waiting.value.save_as(tmp_path / "leads.csv")
    text = (tmp_path / "leads.csv").read_text(encoding="utf-8-sig")
    assert [row["name"] for row in csv.DictReader(io.StringIO(text, newline=""))] == ticked(page)


def test_who_may_only_read_has_nothing_to_tick(visit: Visit):
    page = visit("read_only").goes(SOME)
    expect(page.locator("[data-tick]")).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_on_a_phone_the_first_lead_is_in_sight_and_can_be_ticked(visit: Visit, language: str):
    page = visit("marketing", language=language, size=PHONE, scheme="dark").goes("/leads/")
    row = page.locator("[data-lead]").first.bounding_box()
    assert row is not None
    assert row["y"] + row["height"] < PHONE[1]
    filters = page.get_by_role("button", name="Filters" if language == "en" else "Filtres")
    expect(page.locator("select[name=owner]")).to_be_hidden()
    filters.click()
    expect(page.locator("select[name=owner]")).to_be_visible()
    filters.click()
    page.locator("[data-tick]").first.check()
    expect(page.locator("#leads-bar")).to_contain_text("1 ticked" if language == "en" else "1 coché")
    page.locator("#leads-bar").get_by_role("button", name="Reject" if language == "en" else "Rejeter").click()
    expect(page.locator("#reject-why")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert barriers(page, "#leads-bar") == []


def test_who_moved_is_chosen_in_the_tools(visit: Visit):
    page = visit("sales").goes("/leads/")
    best = page.locator("tbody [data-open]").first.inner_text()
    best_lead = page.get_by_role("link", name=best, exact=True)
    page.select_option("select[name=moved]", label="New in a tier, last 7 days")
    expect(page.locator("select[name=moved] option:checked")).to_have_text("New in a tier, last 7 days")
    # The company's own were put into their tiers by the first publication; who came since by another test is new.
    expect(best_lead).to_have_count(0)
    page.get_by_role("link", name="Clear all").click()
    expect(page.locator("select[name=moved] option:checked")).to_have_text("Moved or not")
    expect(best_lead.first).to_be_visible()
