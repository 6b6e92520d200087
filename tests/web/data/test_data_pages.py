"""Data by clicking: a file is imported, a source set up, a type corrected, duplicates merged."""

from __future__ import annotations

import base64
import json
import re
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.web.accessible import barriers
from tests.web.conftest import Visit
from tests.web.site import DESKTOP, PHONE


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    file = tmp_path / "Export of May.csv"
    rows = (
        "Record ID;Adresse e-mail;Favourite colour;Entreprise;Internal note",
        "new-1;nadia@new.example;red;Brand New Company;called twice",
        "new-2;omar@new.example;<b>blue</b>;brand new company;",
        "new-2;other@new.example;;;",
    )
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return file


def test_a_file_is_tried_and_then_taken_in(visit: Visit, leads: Path) -> None:
    page = visit("marketing").goes("/data/import/")
    expect(page.get_by_text("Dates are read as 2026-03-09, with a time as 2026-03-09 14:30 (UTC)")).to_be_visible()
    page.get_by_label("File", exact=True).set_input_files(leads)
    page.get_by_role("button", name="Look at the columns").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Columns of Export of May.csv")
    assert page.get_by_label("What Record ID stands for").input_value() == "id"
    assert page.get_by_label("What Adresse e-mail stands for").input_value() == "email"
    assert page.get_by_label("What Entreprise stands for").input_value() == "company.name"
    # What is said of the name beside it follows the choice.
    colour = page.locator("tbody tr", has_text="Favourite colour")
    for name, told in (
        *(("phone", "known"), ("company.name", "company, by name or domain")),
        *(("company.colour", "new, of this record alone"), ("colour", "new")),
    ):
        page.get_by_label("What Favourite colour stands for").fill(name)
        expect(colour.locator("[data-kind]:visible")).to_have_text(told)
    # A value that is none of a type is told before anything is imported.
    page.get_by_label("Type of Favourite colour").select_option(label="number")
    expect(colour.get_by_role("status")).to_have_text("“red” cannot be read so and would be left out.")
    page.get_by_label("Type of Favourite colour").select_option(label="one of a list")
    expect(colour.get_by_role("status")).to_be_hidden()
    tally = page.get_by_role("heading", name="Columns taken in: ")
    for button, number in (("Leave all new columns out", 2), ("Take all columns in", 0)):
        page.get_by_role("button", name=button).click()
        expect(tally).to_have_text(f"Columns taken in: {5 - number} · left out: {number}")
    page.get_by_label("Take Internal note in").uncheck()
    expect(page.locator("tbody tr", has_text="Internal note").locator("[data-kind]:visible")).to_have_text("left out")
    assert barriers(page, "form.card") == []
    page.get_by_role("button", name="Try it, change nothing").click()
    expect(page.get_by_role("heading", name="What would be taken in")).to_be_visible()
    expect(page.locator(".col-6", has_text="new companies")).to_have_text("1new companies", use_inner_text=False)
    expect(page.get_by_text("1 row could not be taken.")).to_be_visible()
    page.get_by_role("button", name="Import it now").click()
    expect(page.get_by_role("heading", name="Taken in", exact=True)).to_be_visible()
    expect(page.get_by_text("new contacts")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download them with the reasons").click()
    assert re.fullmatch(r"Export-of-May-rejected-\d{4}-\d\d-\d\d-job-\d+\.csv", download.value.suggested_filename)
    assert "new-2" in Path(download.value.path()).read_text()
    place = page.url
    page.goto(place.split("/data/")[0] + "/data/names/")
    expect(page.get_by_role("rowheader", name="colour", exact=True)).to_be_visible()
    assert page.get_by_label("Type of colour").input_value() == "choice"
    expect(page.get_by_role("rowheader", name="Internal note")).to_have_count(0)
    # The list of jobs says what came of both, and leads there.
    page.goto(place.split("/data/")[0] + "/data/jobs/")
    done, tried = (page.locator("tbody tr", has_text="Export of May.csv").nth(i) for i in (0, 1))
    expect(tried).to_contain_text("Only tried, nothing is changed.")
    expect(done).to_contain_text("1 row was not taken.")
    expect(done.get_by_role("link", name="What was rejected")).to_be_visible()
    assert barriers(page) == []
    done.get_by_role("link", name="Export of May.csv").click()
    expect(page).to_have_url(place)


def test_what_cannot_be_read_is_told_beside_the_form(visit: Visit, tmp_path: Path) -> None:
    (tmp_path / "leads.xlsx").write_bytes(b"PK\x03\x04")
    page = visit("marketing").goes("/data/import/")
    page.get_by_label("File", exact=True).set_input_files(tmp_path / "leads.xlsx")
    page.get_by_role("button", name="Look at the columns").click()
    expect(page.get_by_role("alert")).to_contain_text("save a spreadsheet as CSV")


def test_a_new_source_sends_and_its_messages_are_seen(visit: Visit) -> None:
    visitor = visit("administrator")
    page = visitor.goes("/data/sources/")
    page.get_by_label("Name of the new source").fill("shop <script>alert(1)</script>")
    page.get_by_role("button", name="Add").click()
    key = page.locator("#key").inner_text()
    _send(visitor.site.address, key, {"userId": "someone", "event": "Cart <i>Filled</i>", "properties": {"total": 12}})
    expect(page.get_by_role("cell", name="Cart <i>Filled</i>")).to_be_visible()
    expect(page.get_by_text('"total": 12')).to_be_visible()
    # The key is shown once.
    assert key not in visitor.goes("/data/sources/").content()


def test_a_type_is_corrected_after_a_look_at_what_becomes_of_the_values(visit: Visit) -> None:
    page = visit("marketing").goes("/data/names/?in=company")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="employees", exact=True))
    # Its name fits into the button where the column is at its narrowest, too.
    page.set_viewport_size({"width": 800, "height": 900})
    assert row.get_by_role("button", name="Change").evaluate("each => each.scrollWidth <= each.clientWidth")
    row.get_by_label("Type of employees").select_option("text")
    row.get_by_role("button", name="Change").click()
    # What is published asks for it as a number, and the page says so.
    expect(page.get_by_role("alert").or_(page.get_by_role("heading", name="employees becomes text"))).to_be_visible()


def test_values_are_looked_up_when_they_are_asked_for(visit: Visit) -> None:
    page = visit("read_only").goes("/data/names/")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="industry", exact=True)).first
    row.get_by_text("Show").click()
    expect(row.locator(".badge").first).to_be_visible()
    assert page.get_by_role("button", name="Change").count() == 0


def test_an_event_type_tells_when_it_was_last_seen_and_its_values_one_click_away(visit: Visit) -> None:
    page = visit("marketing", size=PHONE).goes("/data/names/?in=events")
    types = page.locator("summary")
    assert types.locator("bdi.fw-bold").first.inner_text() == "page_viewed"
    expect(types.filter(has_text="form_submitted")).to_contain_text("ago")
    types.filter(has_text="form_submitted").click()
    expect(page.get_by_role("row").filter(has_text="form_name").locator(".badge").first).to_be_visible()
    # Nothing is pushed aside: what stands beside a name on a desk stands below it here.
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    box = page.get_by_label("Type of form_name").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= PHONE[0]


def test_names_are_found_as_people_type_them_whatever_they_are_of(visit: Visit) -> None:
    page = visit("read_only").goes("/data/names/")
    page.get_by_label("Find a property or an event type").fill("Form Na")
    expect(page.locator("summary")).to_have_count(1)
    expect(page.locator("summary")).to_contain_text("form_submitted")
    assert page.get_by_role("rowheader").count() == 0
    page.get_by_label("Find a property or an event type").fill("nothing like it")
    expect(page.get_by_text("Nothing is called so.")).to_be_visible()
    page.get_by_label("Find a property or an event type").fill("industry")
    expect(page.get_by_role("rowheader", name="industry", exact=True).first).to_be_visible()


def test_duplicates_are_proposed_merged_and_taken_apart_again(visit: Visit) -> None:
    page = visit("marketing").goes("/data/duplicates/")
    # Whoever would rather look at each before finds both.
    first = page.locator(".duplicates").first
    expect(first.locator("a[href^='/records/contact/']").first).to_be_visible()
    assert first.locator("a[href^='/records/contact/']").count() == first.locator("tbody tr").count()
    page.get_by_role("button", name="Merge").first.click()
    expect(page.get_by_text("Merged: one contact with the events of both.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("They are two contacts again")).to_be_visible()


def test_all_that_are_as_good_as_certain_are_merged_and_taken_apart_as_a_whole(visit: Visit) -> None:
    page = visit("marketing").goes("/data/duplicates/?sure")
    page.get_by_text("Merge all that are as good as certain").click()
    # What it would do is said before it is done, and whom it is least sure of.
    expect(page.get_by_text("with a probability of 95% or more")).to_be_visible()
    expect(page.get_by_role("heading", name="The least sure of them")).to_be_visible()
    agreed = page.get_by_role("button", name=re.compile(r"^Merge \d+ contacts?$"))
    number = re.findall(r"\d+", agreed.inner_text())[0]
    # Sent twice, as by a double click, it is one merging, which whoever waits is told of.
    form = page.locator("form", has=agreed)
    form.evaluate("form => fetch(form.action, {method: 'POST', body: new URLSearchParams(new FormData(form))})")
    agreed.click()
    expect(page.get_by_text(re.compile(rf"^{number} contacts? (is|are) part of others? now"))).to_be_visible()
    page.get_by_role("button", name="Take all of it back").click()
    expect(page.get_by_text(re.compile(rf"^{number} contacts? (is a record|are records) of"))).to_be_visible()
    assert visit("read_only").goes("/data/duplicates/?sure").get_by_text("Merge all that").count() == 0


def test_why_two_may_be_one_and_what_to_do_is_in_sight_also_on_a_phone(visit: Visit) -> None:
    for size in (DESKTOP, PHONE):
        page = visit("marketing", language="fr", size=size).goes("/data/duplicates/")
        expect(page.get_by_text("même nom").first).to_be_visible()
        for shown in (page.get_by_text("même nom"), page.get_by_role("button", name="Deux personnes")):
            box = shown.first.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= size[0]
        # A reason is no column of single words.
        why = page.locator(".duplicates-why", has_text="même nom").first.bounding_box()
        assert why is not None
        assert why["width"] > 150
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert barriers(page) == []


def test_the_jobs_tell_what_was_done_and_in_french(visit: Visit) -> None:
    page = visit("administrator", language="fr", size=PHONE).goes("/data/jobs/")
    assert page.get_by_role("heading", level=1).inner_text() == "Tâches"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def test_who_only_reads_sees_no_form(visit: Visit) -> None:
    page = visit("read_only").goes("/data/")
    assert page.url.endswith("/data/names/")
    assert visit("read_only").goes("/data/import/").get_by_text("Your role does not allow this").is_visible()
    assert visit("sales").goes("/data/names/").get_by_text("Your role does not allow this").is_visible()


def _send(address: str, key: str, message: dict[str, object]) -> None:
    secret = base64.b64encode(f"{key}:".encode()).decode()
    headers = {"Authorization": f"Basic {secret}", "Content-Type": "application/json"}
    request = urllib.request.Request(f"{address}/v1/track", json.dumps(message).encode(), headers)
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 200
