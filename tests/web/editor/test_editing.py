"""What happens around the clicks: undo, two people, keys, the YAML beside the form, and segments."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tamis.definitions.editing.beginnings import Known
from tamis.operations.access import Actor, Role
from tamis.operations.editing import edit, open_draft, start_score, start_segment
from tests.web.accessible import barriers, too_wide
from tests.web.conftest import Visit
from tests.web.editor.clicking import Editor
from tests.web.site import DESKTOP, PHONE, Site, now

KNOWN = Known(property="country", event="page_viewed")
TEXT = """\
# Ours.
key: {key}
label: Interest
object: contact
groups:
  - key: web
    category: engagement
    rules:
      - event: page_viewed   # any page
        points: 1
      - label: Demo
        event: demo_requested
        points: 20
  - key: people
    category: fit
    rules:
      - when: {{property: country, is: France}}
        points: 5
"""


@pytest.fixture
def key(site: Site, request: pytest.FixtureRequest) -> str:
    """A score of this test's own."""
    key = request.node.name.removeprefix("test_")[:40].strip("_")
    start_score(site.workspace, key, "", "contact", "fit", KNOWN, now=now)
    elsewhere(site, key, TEXT.format(key=key))
    return key


def elsewhere(site: Site, key: str, text: str) -> None:
    """Somebody else changes the text."""
    found = open_draft(site.workspace, key, now=now)
    ben = Actor("Ben", Role.MARKETING, 99)
    edit(site.workspace, key, lambda _: text, mark=found.mark, actor=ben, now=now)


def test_undo_and_redo_go_back_and_forth(site: Site, visit: Visit, key: str) -> None:
    at = Editor(visit("marketing"), key)
    expect(at.page.locator("#navigation [aria-current=page]")).to_have_text("Scores")
    before = at.text
    at.clicks("remove", "groups[0].rules[1]")
    at.clicks("switch", "groups[0].rules[0]")
    assert "enabled: false" in at.text
    at.page.locator(".editor-sentence").first.focus()
    at.presses("Control+z")
    at.presses("Control+z")
    assert at.text == before
    at.presses("Control+Shift+z")
    assert "demo_requested" not in at.text
    assert "# Ours." in at.text


def test_the_second_of_two_people_is_told_and_loses_nothing(site: Site, visit: Visit, key: str) -> None:
    at = Editor(visit("marketing"), key)
    at.opens("groups[0].rules[1]")
    elsewhere(site, key, at.text.replace("label: Interest", "label: Bens"))
    at.types("groups[0].rules[1].points", "33")
    expect(at.page.locator("#told")).to_contain_text("Ben changed")
    assert "label: Bens" in at.text
    assert "points: 20" in at.text
    at.types("groups[0].rules[1].points", "34")
    assert "points: 34" in at.text
    assert "label: Bens" in at.text


def test_what_was_typed_over_somebody_elses_change_is_not_lost(site: Site, visit: Visit, key: str) -> None:
    at = Editor(visit("marketing"), key)
    mine = at.text.replace("label: Interest", "label: Mine")
    elsewhere(site, key, at.text.replace("label: Interest", "label: Bens"))
    at.answered(lambda: at.page.fill("#yaml", mine), "/write/")
    at.page.locator("h1").click()
    expect(at.page.locator("#told")).to_contain_text("Ben changed")
    expect(at.page.locator(".yaml-kept")).to_have_value(mine)
    assert "label: Bens" in open_draft(site.workspace, key, now=now).text


def test_an_open_rule_keeps_nobody_out(visit: Visit) -> None:
    at = Editor(visit("marketing"), "lead_score")
    for path in ("groups[0].rules[3]", "groups[2].rules[0]"):
        at.opens(path)
        assert (path, barriers(at.page, ".editor-rule-form"), too_wide(at.page)) == (path, [], [])
    at.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    at.page.emulate_media(color_scheme="dark")
    assert (barriers(at.page, ".editor-rule-form"), too_wide(at.page)) == ([], [])


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_undo_and_publishing_are_at_hand_wherever_one_is_and_say_how_far_the_draft_is(
    visit: Visit, size: tuple[int, int]
) -> None:
    at = Editor(visit("marketing", size=size), "product_interest")
    bar = at.page.locator("#editor-bar")
    expect(bar).to_contain_text("Version 1, published")
    at.clicks("switch", "groups[0].rules[0]")
    expect(bar).to_contain_text("1 change, not published")
    at.clicks("remove", "groups[0].rules[1]")
    expect(bar).to_contain_text("2 changes, not published")
    at.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    for name in ("Undo", "Review and publish"):
        expect(at.page.get_by_role("button", name=name, exact=True)).to_be_in_viewport(ratio=1)
    at.answered(lambda: at.page.get_by_role("button", name="Undo", exact=True).click())
    at.answered(lambda: at.page.get_by_role("button", name="Undo", exact=True).click())
    expect(bar).to_contain_text("Version 1, published")


def test_never_is_a_choice_and_reads_as_what_it_does(visit: Visit, key: str) -> None:
    at = Editor(visit("marketing"), key)
    rule = "groups[0].rules[1]"
    at.opens(rule)
    at.chooses("worth", rule, "times")
    at.types(f"{rule}.times[0].from", "0")
    at.types(f"{rule}.times[0].to", "0")
    expect(at.page.locator(".editor-range")).to_have_text("never")
    line = at.page.locator(f'[data-rule="{rule}"] .editor-line-of-rule')
    expect(line).to_contain_text("No demo requested")
    expect(line).to_contain_text("if none")
    at.clicks("join", f"{rule}.when")
    at.chooses("kind", f"{rule}.when", "event")
    at.chooses("often", f"{rule}.when.times", "never")
    assert at.values is not None
    assert at.values["groups"][0]["rules"][1]["when"]["times"] == {"from": 0, "to": 0}
    at.chooses("often", f"{rule}.when.times", "times")
    at.types(f"{rule}.when.times.from", "3", do="least")
    assert at.values["groups"][0]["rules"][1]["when"]["times"] == {"from": 3}
    at.chooses("often", f"{rule}.when.times", "")
    assert "times" not in at.values["groups"][0]["rules"][1]["when"]


def test_names_of_the_data_and_segments_are_told_as_people_write_them(visit: Visit, key: str) -> None:
    at = Editor(visit("marketing"), key)
    rule = "groups[1].rules[0]"
    at.opens("groups[0].rules[1]")
    expect(at.field("event", "groups[0].rules[1].event").locator("option:checked")).to_contain_text("Demo requested · ")
    at.opens(rule)
    expect(at.field("subject", f"{rule}.when.property").locator("option:checked")).to_have_text("Country")
    at.chooses("kind", f"{rule}.when", "in_segment")
    at.chooses("put", f"{rule}.when.in_segment", "competitors")
    assert 'In segment "Competitors"' in at.sentences


def test_rules_are_reached_moved_and_closed_by_keys(visit: Visit, key: str) -> None:
    at = Editor(visit("marketing"), key)
    sentences = at.page.locator(".editor-sentence")
    sentences.first.focus()
    at.page.keyboard.press("ArrowDown")
    expect(sentences.nth(1)).to_be_focused()
    at.presses("Alt+ArrowUp")
    assert at.sentences[:2] == ["Demo", "Page viewed"]
    expect(at.page.locator(".editor-sentence").first).to_be_focused()
    at.presses("Enter")
    expect(at.page.locator(".editor-rule-form")).to_be_visible()
    at.presses("Escape")
    expect(at.page.locator(".editor-rule-form")).to_have_count(0)


def test_a_rule_moves_to_the_next_group(visit: Visit, key: str) -> None:
    at = Editor(visit("marketing"), key)
    at.clicks("down", "groups[0].rules[1]")
    assert at.values is not None
    assert [len(group["rules"]) for group in at.values["groups"]] == [1, 2]
    assert "# any page" in at.text


def test_yaml_that_is_typed_is_in_the_form_and_mistakes_are_told_beside_the_field(visit: Visit, key: str) -> None:
    at = Editor(visit("marketing"), key)

    def typed(text: str) -> None:
        at.answered(lambda: at.page.fill("#yaml", text), "/write/")

    text = at.text
    typed(text.replace("label: Demo", "label: Asked for a demo"))
    assert "Asked for a demo" in at.sentences
    typed(text.replace("points: 20", "points: many"))
    assert at.page.locator("#yaml-lines .is-error").all_inner_texts() == ["13"]
    at.opens("groups[0].rules[1]")
    expect(at.field("put", "groups[0].rules[1].points")).to_have_attribute("aria-invalid", "true")
    expect(at.page.locator(".editor-rule-form .editor-told-error")).to_contain_text("many")
    typed("key: [")
    expect(at.page.locator("#editor-form")).to_contain_text("cannot be read")
    assert at.text == "key: ["
    at.page.reload()
    assert at.text == "key: ["
    at.page.locator("body").click(position={"x": 5, "y": 400})
    at.presses("Control+z")
    assert "points: many" in at.text


def test_values_are_offered_from_the_data(visit: Visit, key: str) -> None:
    at = Editor(visit("marketing"), key)
    at.opens("groups[1].rules[0]")
    field = at.field("put", "groups[1].rules[0].when.is")
    with at.page.expect_response(lambda response: "/offers/" in response.url):
        field.fill("Ger")
    expect(at.page.locator("datalist option[value=Germany]")).to_have_count(1)


def test_the_draft_is_tried_on_a_record_that_keys_choose_and_again_after_each_edit(visit: Visit, key: str) -> None:
    at = Editor(visit("marketing"), key)
    page, tried = at.page, at.page.locator("#tried")
    page.click("#tab-test")
    field = page.get_by_role("searchbox", name="Whom do you know well")
    field.fill("an")
    expect(page.locator(".scores-found a").nth(1)).to_contain_text("@")
    names = page.locator(".scores-found strong").all_inner_texts()
    assert [name[:2].lower() for name in names[:2]] == ["an", "an"]
    for pressed in ("ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(pressed)
    expect(tried.get_by_role("heading", level=2).first).to_have_text(names[1])
    expect(tried).to_contain_text("Country: ")
    field.fill("Ann")
    expect(page.locator('.scores-found[data-found="Ann"]')).to_be_visible()
    field.press("Enter")
    expect(page.locator(".scores-found")).to_have_count(0)
    expect(tried).to_contain_text("Demo")
    at.clicks("remove", "groups[0].rules[1]")
    expect(tried).not_to_contain_text("Demo")


def test_a_segment_is_built_with_the_same_conditions(site: Site, visit: Visit) -> None:
    start_segment(site.workspace, "clicked_segment", "Clicked", "contact", KNOWN, now=now)
    at = Editor(visit("marketing"), "clicked_segment", "segment")
    expect(at.page.locator("#navigation [aria-current=page]")).to_have_text("Segments")
    at.chooses("operator", "when", "is")
    at.types("when.is", "France")
    at.clicks("join", "when", None)
    at.chooses("kind", "when.all[1]", "score")
    at.chooses("subject", "when.all[1].score", "lead_score")
    at.types("when.all[1].at_least", "30")
    assert at.values == {
        "key": "clicked_segment",
        "label": "Clicked",
        "object": "contact",
        "when": {"all": [{"property": "country", "is": "France"}, {"score": "lead_score", "at_least": 30}]},
    }
    at.page.click("#tab-preview")
    expect(at.page.locator("#preview-panel .editor-count")).to_contain_text(re.compile(r"of \d+ \("))


def test_in_french_sentences_are_french(visit: Visit, key: str) -> None:
    at = Editor(visit("marketing", language="fr"), key)
    assert at.page.locator("html").get_attribute("lang") == "fr"
    assert "Country est France" in at.sentences
