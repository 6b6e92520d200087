"""The list as sales works with it: in a browser, by mouse, by keyboard, on a phone."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tamis.operations.handing_over.wire import encode_verb
from tamis.operations.verbs import TrainModel
from tamis.store.application import open_application
from tests.web.site import PHONE, Site, Visitor

Visit = Callable[..., Visitor]
# In the year 2100.
LATER = 4_102_444_800_000_000
BEST_FIRST = ["A1", "A2", "B1", "A3", "B2", "C1", "B3", "C2", "C3"]


def names(page: Page) -> list[str]:
    """The leads that are shown, in their order."""
    return page.locator("#leads [data-open]").all_inner_texts()


def addresses(page: Page) -> list[str]:
    """Where the leads that are shown lead to, in their order: two may be of one name."""
    return page.locator("#leads [data-open]").evaluate_all("all => all.map(each => each.getAttribute('href'))")


def settled(page: Page) -> Page:
    """Waits until the reasons have come: of those further down they do when somebody scrolls there."""
    page.locator("[data-lead]").last.scroll_into_view_if_needed()
    expect(page.locator("#leads .placeholder")).to_have_count(0)
    page.evaluate("scrollTo(0, 0)")
    return page


def test_the_best_lead_comes_first_and_why(visit: Visit):
    page = settled(visit("sales").goes("/leads/"))
    row = page.locator("[data-lead]").first
    tiers = page.locator(".leads-in").all_inner_texts()
    assert list(dict.fromkeys(tiers)) == [tier for tier in BEST_FIRST if tier in tiers]
    expect(row.locator(".leads-in")).to_have_text("A1")
    expect(row.locator(".leads-reason")).to_have_count(3)
    expect(row.locator(".leads-reason").first).to_contain_text("+")


def test_reasons_of_rows_that_nobody_scrolls_to_are_not_asked_for(visit: Visit):
    page = visit("sales").goes("/leads/")
    rows = page.locator("[data-lead]")
    expect(rows).to_have_count(50)
    expect(rows.nth(19).locator(".placeholder")).to_have_count(0)
    expect(page.locator("#leads .placeholder")).to_have_count(30)
    page.keyboard.press("End")
    expect(page.locator("#leads .placeholder")).to_have_count(0)
    expect(rows.nth(20).locator(".leads-reason").first).to_be_visible()


def test_rows_that_somebody_has_seen_are_drawn_for_others_in_their_language_and_by_their_rights(visit: Visit):
    seen = settled(visit("sales").goes("/leads/"))
    again = settled(visit("sales").goes("/leads/"))
    assert again.locator("[data-lead]").all_inner_texts() == seen.locator("[data-lead]").all_inner_texts()
    other = visit("read_only", language="fr").goes("/leads/")
    expect(seen.locator("[data-lead] [data-tick]")).to_have_count(50)
    expect(other.locator("[data-lead] [data-tick]")).to_have_count(0)
    assert names(other) == names(seen)
    ago = other.locator("[data-lead] .leads-when").all_inner_texts()
    assert all(not text.endswith("ago") for text in ago)
    assert any(text.startswith("il y a") for text in ago)


def test_no_reason_is_cut_off_in_french_on_a_small_desk(visit: Visit):
    page = settled(visit("sales", language="fr").goes("/leads/"))
    page.set_viewport_size({"width": 1280, "height": 900})
    cut = "all => all.filter(one => one.clientWidth && one.scrollWidth > one.clientWidth).length"
    assert page.locator(".leads-reason, .leads-reason-label").evaluate_all(cut) == 0


def test_what_is_being_learnt_is_said_until_it_is_known(visit: Visit, site: Site):
    goal = "label: Likelihood to win\nobject: deal\noutcome: {property: is_won, is: true}\n"
    with open_application(site.workspace.application) as application:
        # Begun by nobody: it is not due in this century.
        job = application.jobs.add(
            TrainModel.kind, encode_verb(TrainModel(goal, "likelihood_to_close")), 0, not_before=LATER
        )
        page = visit("sales").goes("/leads/?asked=" + quote('{"object": "deal"}'))
        said = page.get_by_role("status").filter(has_text="“Likelihood to win” is being learnt from these data.")
        expect(said).to_be_visible()
        assert visit("sales").goes("/leads/").get_by_text("is being learnt").count() == 0
        [claimed] = [application.jobs.claim("a test", LATER, lease=1, kinds=[TrainModel.kind])]
        assert claimed is not None
        application.jobs.done(job, "a test", b"", LATER)
        expect(page.get_by_role("status").filter(has_text="no model is live")).to_be_visible()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("nonsense", "This is no view of a list."),
        ('{"order": "luck"}', "There is no column &quot;luck&quot;"),
        ('{"tiers": ["A1", "Z9"]}', "has no tier &quot;Z9&quot;; there are A1"),
        ('{"segment": "nobody"}', "there is no such segment"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_with_what_is_wrong(visit: Visit, asked: str, told: str):
    visitor = visit("sales")
    answer = visitor.page.request.get(f"{visitor.site.address}/leads/?asked={quote(asked)}")
    assert answer.status == 422
    assert told in answer.text()


@pytest.mark.parametrize("asked", ['{"score": "gone"}', '{"model": "gone"}'])
def test_a_view_whose_score_or_model_is_gone_says_so_where_it_can_be_changed_or_deleted(visit: Visit, asked: str):
    visitor = visit("sales")
    answer = visitor.page.request.get(f"{visitor.site.address}/leads/?asked={quote(asked)}").text()
    assert "&quot;gone&quot;" in answer
    assert visitor.page.request.get(f"{visitor.site.address}/leads/filter/?asked={quote(asked)}").ok
    assert 'aria-label="Saved views"' in answer
    # Were another one chosen already, a browser would see no choice in it.
    assert ('<option value="gone" selected>' in answer) == ("score" in asked)


def test_a_filter_is_built_by_clicking_and_taken_away(visit: Visit):
    page = visit("sales").goes("/leads/")
    best = names(page)[0]
    page.get_by_role("button", name="Add filter").click()
    page.select_option("#filter-property", "seniority")
    page.locator("#filter-panel").get_by_label("vp").check()
    page.locator("#filter-panel").get_by_label("c_level").check()
    page.locator("#filter-panel").get_by_role("button", name="Add").click()
    chip = page.locator(".leads-chip").filter(has_text="Seniority is ")
    expect(chip).to_have_count(1)
    filtered = page.locator(".leads-pager p").inner_text()
    # The address says what is asked, and so can be sent to somebody.
    page.reload()
    expect(page.locator(".leads-pager p")).to_have_text(filtered)
    chip.get_by_role("link").click()
    expect(chip).to_have_count(0)
    assert names(page)[0] == best


def test_the_list_begins_without_customers_says_so_and_shows_them_on_demand(visit: Visit):
    page = visit("sales").goes("/leads/")
    total = page.locator(".leads-pager p")
    without = total.inner_text()
    chip = page.locator(".leads-chip").filter(has_text="Without customers")
    chip.get_by_role("link").click()
    expect(chip).to_have_count(0)
    expect(total).not_to_have_text(without)
    page.get_by_role("link", name="Hide customers").click()
    expect(chip).to_have_count(1)
    expect(total).to_have_text(without)


def test_a_value_that_is_no_number_is_told_where_it_was_written(visit: Visit):
    page = visit("sales").goes("/leads/?asked=" + quote('{"object":"company"}'))
    page.get_by_role("button", name="Add filter").click()
    page.select_option("#filter-property", "employees")
    page.fill("#filter-value", "many")
    page.locator("#filter-panel").get_by_role("button", name="Add").click()
    expect(page.locator("#filter-panel").get_by_role("alert")).to_contain_text("Employees: “many” is no number.")
    page.fill("#filter-value", "1,000")
    page.select_option("#filter-operator", "between")
    expect(page.locator("#filter-value")).to_have_value("1,000")
    page.fill("#filter-to", "100000")
    page.locator("#filter-panel").get_by_role("button", name="Add").click()
    expect(page.locator(".leads-chip")).to_contain_text("Employees is between 1 and 100,000")


def test_search_tier_owner_and_order_go_together(visit: Visit):
    page = visit("sales").goes("/leads/")
    shown = page.locator(".leads-pager p").first.inner_text()
    page.fill("#leads-q", "gmbh")
    expect(page.locator(".leads-pager p").first).not_to_have_text(shown)
    page.locator(".leads-tiers").get_by_role("link", name="A3").click()
    expect(page.locator(".leads-tiers [aria-current]")).to_have_text("A3")
    page.select_option("select[name=owner]", label="greta")
    expect(page).to_have_url(re.compile("greta"))
    expect(page.locator("#leads .leads-owner", has_text="dario")).to_have_count(0)
    page.locator(".leads-table th").get_by_role("link", name="Name").click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Name")
    assert page.input_value("#leads-q") == "gmbh"
    assert {page.locator(".leads-in .badge").nth(i).inner_text() for i in range(len(names(page)))} == {"A3"}
    assert names(page) == sorted(names(page), key=str.casefold)
    page.fill("#leads-q", "nobody at all")
    expect(page.get_by_role("heading", name="Nobody fits")).to_be_visible()
    page.get_by_role("link", name="Take all filters away").click()
    expect(page.locator(".leads-pager p")).to_contain_text("1–50 of")


def test_pages_follow_one_another_and_the_browser_goes_back(visit: Visit):
    page = visit("sales").goes("/leads/")
    first = addresses(page)
    page.get_by_role("link", name="Further").click()
    expect(page.locator(".leads-pager p")).to_contain_text("51–")
    assert not set(first) & set(addresses(page))
    page.get_by_role("link", name="Earlier").click()
    expect(page.locator(".leads-pager p")).to_contain_text("1–50")
    assert addresses(page) == first
    page.go_back()
    expect(page.locator(".leads-pager p")).to_contain_text("51–")


def test_a_day_at_the_keyboard(visit: Visit):
    page = settled(visit("sales").goes("/leads/"))
    best = names(page)[0]
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    for key in "jjk":
        page.keyboard.press(key)
    expect(page.locator("[data-open]:focus")).to_have_text(best)
    page.keyboard.press("/")
    expect(page.locator("#leads-q")).to_be_focused()
    page.keyboard.type("j")
    expect(page.locator("#leads-q")).to_have_value("j")
    page.goto(page.url.split("?")[0])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/records/contact/**")
    expect(page.locator("h1")).to_have_text(best)


def test_marketing_shares_a_view_which_sales_uses_and_may_not_change(visit: Visit):
    asked = quote('{"columns":["property:country"],"order":"last_activity"}')
    page = visit("marketing").goes(f"/leads/?asked={asked}")
    page.get_by_role("button", name="Save view").click()
    page.get_by_label("Name of the view").fill("Latest <b>first</b>")
    page.get_by_label("Share with everybody").check()
    page.get_by_role("button", name="Save", exact=True).click()
    tab = page.get_by_role("navigation", name="Saved views").get_by_role("link", name="Latest <b>first</b>")
    expect(tab).to_have_attribute("aria-current", "page")
    seen = visit("sales").goes("/leads/")
    seen.get_by_role("link", name="Latest <b>first</b>").click()
    expect(seen.locator("th", has_text="Country")).to_be_visible()
    expect(seen.get_by_role("button", name="Delete view")).to_have_count(0)
    page.locator(".leads-table th").get_by_role("link", name="Name").click()
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("is saved.")).to_be_visible()
    page.get_by_role("button", name="Delete view").click()
    page.get_by_role("button", name="Undo").click()
    expect(tab).to_have_attribute("aria-current", "page")
    page.get_by_role("button", name="Delete view").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)


def test_what_is_shown_is_exported(visit: Visit, tmp_path: Path):
    page = visit("sales").goes("/leads/?asked=" + quote('{"tiers":["A1"],"columns":["property:country"]}'))
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Export").click()
    waiting.value.save_as(tmp_path / "leads.csv")
    text = (tmp_path / "leads.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["name"] for row in rows] == names(page)
    assert {row["tier"] for row in rows} == {"A1"}
    assert rows[0]["country"]


def headings(page: Page) -> list[str]:
    """What stands above the columns."""
    return [text.strip().lower() for text in page.locator(".leads-table th:not(.leads-tick)").all_inner_texts()]


def test_columns_are_hidden_and_moved_by_the_keyboard_and_a_view_and_a_file_keep_that(visit: Visit, tmp_path: Path):
    page = settled(visit("sales").goes("/leads/"))
    before = headings(page)
    assert before == ["name", "tier", "lead score", "week", "why", "last activity", "owner"]
    page.get_by_role("button", name="Columns").press("Enter")
    page.get_by_role("checkbox", name="Change in a week").press("Space")
    page.get_by_role("checkbox", name="Why").press("Space")
    page.get_by_role("checkbox", name="Country").press("Space")
    up = page.get_by_role("button", name="Country: move up")
    up.press("Enter")
    up.press("Enter")
    expect(page.locator("[data-moved]")).to_have_text("Country: 4 of 6")
    expect(up).to_be_focused()
    page.get_by_role("button", name="Company: move down").press("Enter")
    page.get_by_role("button", name="Show").press("Enter")
    expect(page.get_by_role("columnheader", name="Country")).to_be_visible()
    chosen = ["name", "tier", "company", "lead score", "country", "last activity", "owner"]
    assert headings(page) == chosen
    # Nothing is asked for that is not shown.
    expect(page.locator("#leads .placeholder")).to_have_count(0)
    assert page.locator("[data-lead]").first.locator("td").count() == len(chosen) + 1
    page.get_by_role("button", name="Save view").click()
    page.get_by_label("Name of the view").fill("Where they are")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Where they are")).to_have_attribute("aria-current", "page")
    assert headings(page) == chosen
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Export").click()
    assert re.fullmatch(r"where-they-are-\d{4}-\d\d-\d\d\.csv", waiting.value.suggested_filename)
    waiting.value.save_as(tmp_path / "leads.csv")
    first = (tmp_path / "leads.csv").read_text(encoding="utf-8-sig").split("\n")[0].strip()
    assert first == "id,name,tier,company,points,country,last_activity,owner"
    page.get_by_role("button", name="Columns").click()
    page.get_by_role("link", name="Standard columns").click()
    expect(page.get_by_role("columnheader", name="Week")).to_be_visible()
    assert headings(page) == before


def test_deals_that_nothing_ranks_show_what_sales_asks_of_them_in_the_readers_language(visit: Visit):
    page = visit("sales", language="fr").goes("/leads/?asked=" + quote('{"object":"deal"}'))
    assert headings(page) == ["nom", "étape", "montant", "date de clôture", "dernière activité"]
    amount = page.locator("[data-lead]").first.locator("[data-label=Montant]")
    assert re.fullmatch(r"\d{1,3}(\s\d{3})*", amount.inner_text())


def test_who_may_only_read_is_offered_no_export(visit: Visit):
    visitor = visit("read_only")
    page = visitor.goes("/leads/")
    expect(page.get_by_role("link", name="Export")).to_have_count(0)
    answer = visitor.context.request.get(f"{visitor.site.address}/leads/export.csv")
    assert answer.status == 403


@pytest.mark.parametrize(
    "asked", ['{"object":"horse"}', '{"condition":{"property":"nope","is":"x"}}', "[", '{"order":"sideways"}']
)
def test_what_cannot_be_asked_is_told(visit: Visit, asked: str):
    visitor = visit("sales")
    answer = visitor.context.request.get(f"{visitor.site.address}/leads/?asked={quote(asked)}")
    assert answer.status in (200, 422)
    assert 'role="alert"' in answer.text() or "<h1" in answer.text()


def test_a_phone_shows_cards_in_french_and_in_the_dark(visit: Visit):
    page = settled(visit("sales", language="fr", size=PHONE, scheme="dark").goes("/leads/"))
    expect(page.locator("h1")).to_have_text("Prospects")
    file = page.request.get(page.url.split("?")[0] + "export.csv", headers={"Accept-Language": "fr"})
    assert file.headers["content-disposition"].startswith('attachment; filename="prospects-2')
    expect(page.locator("[data-lead]").first).to_contain_text("il y a")
    asked = quote('{"object":"deal","condition":{"property":"amount","at_least":1500.5}}')
    page.goto(page.url.split("?")[0] + f"?asked={asked}")
    expect(page.locator(".leads-chip")).to_contain_text("Amount est d’au moins 1\u202f500,5")
    expect(page.get_by_role("status")).to_contain_text("Rien n’est encore classé ici.")
