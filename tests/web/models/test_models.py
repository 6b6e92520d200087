"""Models in the browser: what they are worth, their cards, a new one from a goal to its first likelihoods, versions,
schedules, and who may."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tamis.operations.handing_over.wire import encode_verb
from tamis.operations.models.listing import list_models
from tamis.operations.verbs import TrainModel
from tamis.store.application import open_application
from tests.cli.test_predict import GOAL
from tests.web.accessible import barriers, too_wide
from tests.web.conftest import Visit
from tests.web.site import DESKTOP, PHONE, Site

_PAGES = ("", "card/", "versions/", "schedule/", "delete/")
_OF = "/models/of/close_90d/"
_FRENCH = {"Accept-Language": "fr"}


def test_a_company_without_a_model_is_told_what_one_is_for_and_what_to_foretell(visit: Visit) -> None:
    page = visit("marketing").goes("/models/")
    expect(page.get_by_role("heading", name="No model yet")).to_be_visible()
    expect(page.locator(".models-gallery")).to_contain_text("Likelihood to close")
    # A deal that was lost is not open.
    goals = [each.get_attribute("value") or "" for each in page.locator(".models-gallery [name=text]").all()]
    assert [goal for goal in goals if "open: {property: is_closed, is: false}" in goal and "object: deal" in goal]
    page = visit("sales").goes("/models/")
    expect(page.get_by_role("heading", name="No model yet")).to_be_visible()
    expect(page.locator(".models-gallery")).to_have_count(0)


def test_the_list_says_what_a_model_is_worth(look: Visit) -> None:
    row = look("sales").goes("/models/").locator(".models-list li").filter(has_text="Likelihood to close")
    for told in ("Contacts: lifecycle stage is customer, within 30 days", "version 1 is live", "Of 100 contacts"):
        expect(row).to_contain_text(told)


@pytest.mark.parametrize(
    ("language", "size", "scheme"), [("en", DESKTOP, "light"), ("fr", PHONE, "dark")], ids=["en", "fr"]
)
def test_every_page_of_a_model_is_for_everybody(look: Visit, language: str, size: tuple[int, int], scheme: str) -> None:
    visitor = look("marketing", language=language, size=size, scheme=scheme)
    paths = ("/models/new/", "/models/new/write/?of=close_90d", *(f"{_OF}{each}" for each in _PAGES))
    for place, path in enumerate(paths):
        page = visitor.goes(path)
        page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true })")
        assert (path, too_wide(page)) == (path, [])
        # Barriers, which take long to look for, in one language of each page.
        if place % 2 == (language == "fr"):
            assert (path, barriers(page, "main")) == (path, [])
        assert page.locator("h1").count() == 1


def test_the_card_stands_in_the_frame_and_its_threshold_can_be_moved(look: Visit) -> None:
    page = look("read_only").goes(f"{_OF}card/")
    for part in (
        "Does it put the right ones first?",
        "Do its percentages hold?",
        "Properties that may know the outcome",
    ):
        expect(page.get_by_role("heading", name=part)).to_be_visible()
    expect(page.locator("#leaks")).to_contain_text("signature")
    # The slider works only where our script runs under the policy of the pages, and dots have colours by our style.
    slider, everybody = page.get_by_role("slider"), page.locator("#capacity td.not_called").first
    expect(everybody).not_to_have_text("0")
    slider.press("End")
    expect(everybody).to_have_text("0")
    filled = page.locator(".dots .on.model").first
    assert filled.evaluate("each => getComputedStyle(each).stroke") not in ("none", "rgb(0, 0, 0)")


def test_the_card_comes_as_one_file_and_as_data(look: Visit) -> None:
    visitor = look("read_only")
    whole = visitor.page.request.get(f"{visitor.site.address}{_OF}card.html", headers=_FRENCH)
    assert whole.headers["content-disposition"] == 'attachment; filename="close_90d-v1.html"'
    assert '<html lang="fr">' in whole.text()
    assert "<style>" in whole.text()
    card = json.loads(visitor.page.request.get(f"{visitor.site.address}{_OF}card.json?version=1").text())
    assert (card["goal"]["key"], card["version"]) == ("close_90d", "1")
    assert visitor.page.request.get(f"{visitor.site.address}{_OF}goal.yaml").text() == GOAL


def test_a_model_and_a_version_that_are_not_there_are_not_found(look: Visit) -> None:
    visitor = look("read_only")
    for path, told in (("/models/of/close_90/", "did you mean close_90d"), (f"{_OF}card/?version=99", "no version 99")):
        answer = visitor.page.request.get(visitor.site.address + path)
        assert (path, answer.status) == (path, 404)
        assert told in answer.text()


def test_where_no_score_ranks_the_likeliest_come_first(look: Visit) -> None:
    page = look("sales").goes("/leads/")
    expect(page.get_by_role("columnheader", name="Likelihood")).to_have_attribute("aria-sort", "descending")
    expect(page.get_by_text("Nothing is ranked here yet.")).to_have_count(0)
    page.locator("[data-open]").first.click()
    expect(page.locator("#record-tabs")).to_have_text(re.compile(r"^\s*Likelihood\s+Timeline\s+History\s*$"))


def test_a_goal_by_the_form_is_counted(look: Visit) -> None:
    page = look("marketing").goes("/models/new/")
    form = page.locator("form[action='/models/new/form/']")
    form.get_by_label("Name").fill("Buys: within a month")
    form.get_by_label("Property", exact=True).select_option("lifecycle_stage")
    form.get_by_label("Value").fill("customer")
    form.get_by_label("Within how many days").fill("30")
    form.get_by_text("Leave properties out").first.click()
    form.get_by_label("country").check()
    form.get_by_role("button").click()
    expect(page.get_by_role("heading", name="This can be learnt")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Buys: within a month")
    expect(page.locator(".models-need").first).to_contain_text("conversions")
    for told in ("lifecycle stage is customer", "30 days", "country"):
        expect(page.locator(".models-goal")).to_contain_text(told)
    expect(page.get_by_role("button", name="Train the model")).to_be_visible()
    expect(page.locator("main")).to_contain_text("A training usually takes about 2 minutes.")
    page.get_by_text("Kinds of model to try").first.click()
    for kind in ("Glass box (sum of curves)", "Boosted trees"):
        expect(page.get_by_role("checkbox", name=kind)).to_be_checked()


def test_a_training_is_followed_to_the_model(look: Visit, learnt_site: Site) -> None:
    # One kind of model, since all of them take a minute.
    verb = TrainModel(GOAL.replace("close_90d", "trained_here"), "trained_here", kinds=("binned_logistic",))
    with open_application(learnt_site.workspace.application) as application:
        job = application.jobs.add(verb.kind, encode_verb(verb), 0)
    page = look("marketing").goes(f"/models/new/trained/{job}/")
    expect(page.locator(".models-working")).to_contain_text("A training usually takes about half a minute.")
    page.wait_for_url("**/models/of/trained_here/", timeout=60_000)
    expect(page.locator("#alerts")).to_contain_text("Version 1 is trained. It is the first, so it is live.")
    expect(page.locator(".models-facts-beside")).to_contain_text("Open, with a likelihood")
    # How long it took is what the next one is expected to take.
    [trained] = [each for each in list_models(learnt_site.workspace) if each.key == "trained_here"]
    assert trained.lengths["binned_logistic"] > 0
    _deleted(page, "Likelihood to close")


def test_every_mistake_of_a_goal_stands_at_its_line(look: Visit) -> None:
    page = look("marketing", language="fr").goes("/models/new/write/")
    page.get_by_label("L’objectif en YAML").fill("outcome: {property: lifecycle_stagee, is: customer}\nhorizon: soon\n")
    page.get_by_role("button", name="Voir si cela peut s’apprendre").click()
    told = page.get_by_role("alert")
    expect(told).to_contain_text("Ligne 2")
    page.get_by_label("L’objectif en YAML").fill(
        "outcome: {property: lifecycle_stagee, is: customer}\nhorizon: 9 days\n"
    )
    page.get_by_role("button", name="Voir si cela peut s’apprendre").click()
    expect(told).to_contain_text("Ligne 1")
    expect(told).to_contain_text("lifecycle_stagee")
    expect(page.locator("#line-1")).to_have_class("models-marked")


def test_a_goal_that_cannot_be_learnt_is_not_lost(look: Visit) -> None:
    page = look("marketing").goes("/models/new/write/")
    goal = "label: French\noutcome: {property: country, is: France}\n"
    page.get_by_label("The goal as YAML").fill(goal)
    page.get_by_role("button", name="See whether it can be learnt").click()
    expect(page.get_by_role("alert")).to_contain_text("snapshot: true")
    expect(page.get_by_label("The goal as YAML")).to_have_value(goal)


def test_too_little_to_learn_from_is_said_with_how_far_it_is(look: Visit) -> None:
    page = look("marketing").goes("/models/new/write/")
    goal = "key: spanish\nlabel: Too early\noutcome: {event: page_viewed, times: {from: 40}}\nhorizon: 7 days\n"
    page.get_by_label("The goal as YAML").fill(goal)
    page.get_by_role("button", name="See whether it can be learnt").click()
    expect(page.get_by_role("heading", name="There is not enough to learn it from yet")).to_be_visible()
    expect(page.locator(".models-needs")).to_contain_text("0 of 40 conversions")
    page.get_by_role("button", name="Keep the goal and try").click()
    page.wait_for_url("**/models/of/spanish/", timeout=60_000)
    expect(page.locator("#alerts")).to_contain_text("No version was made")
    expect(page.locator(".models-tried")).to_contain_text("0 of 40 conversions")
    page.get_by_role("link", name="Models").first.click()
    expect(page.locator(".models-list li").filter(has_text="Too early")).to_contain_text("not live")
    page.get_by_role("link", name="Too early").click()
    _deleted(page, "Too early")


def test_a_version_is_published_gone_back_from_and_withdrawn(look: Visit) -> None:
    visitor = look("marketing")
    visitor.agrees()
    page = visitor.goes(f"{_OF}versions/")
    expect(page.get_by_label("signature")).not_to_be_checked()
    page.get_by_role("button", name="Make live: version 2").click()
    page.wait_for_url(f"**{_OF}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("version 2 is live")
    page = visitor.goes(f"{_OF}versions/")
    expect(page.locator(".models-livings li").first).to_contain_text("published by hand")
    page.get_by_role("button", name="Go back to version 1").click()
    page.wait_for_url(f"**{_OF}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("version 1 is live")
    page = visitor.goes(f"{_OF}versions/")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.locator("#alerts")).to_contain_text("No version is live any more")
    page.get_by_role("button", name="Go back to version 1").click()
    page.wait_for_url(f"**{_OF}")
    expect(page.locator("#alerts")).to_contain_text("a likelihood")
    log = look("administrator").goes("/settings/audit/?kind=publish+model").locator("tbody tr").first
    for told in ("Marketing Person", "Made a version of a model live", "Likelihood to close", "version 2"):
        expect(log).to_contain_text(told)


def test_a_schedule_is_kept(look: Visit) -> None:
    page = look("marketing").goes(f"{_OF}schedule/")
    expect(page.locator("tbody tr").first).to_contain_text("260")
    page.get_by_label("Days between trainings").fill("45")
    page.get_by_label("Compute likelihoods every").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#alerts")).to_contain_text("The schedule is saved.")
    expect(page.get_by_label("Days between trainings")).to_have_value("45")
    expect(page.get_by_label("Compute likelihoods every")).not_to_be_checked()
    expect(page.get_by_text("never by itself")).to_be_visible()


def test_who_may_only_read_is_offered_nothing_to_change(look: Visit) -> None:
    visitor = look("sales")
    for path in ("/models/", *(f"{_OF}{each}" for each in _PAGES[:-1])):
        page = visitor.goes(path)
        expect(page.locator("main h1")).to_be_visible()
        assert page.locator("main form[method=post] button").count() == 0, path


def _deleted(page: Page, label: str) -> None:
    page.get_by_role("link", name="Delete …").click()
    page.get_by_role("button", name="Delete the model").click()
    expect(page.locator("#alerts")).to_contain_text(f"The model “{label}” is deleted.")
