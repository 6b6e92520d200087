"""The card as one file that anybody can open: whole, escaped, and with nothing from elsewhere."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from tests.predict.card.cards import MARKUP, bare_card, ready_card

from tamis.predict.card.html.page import STATIC, to_html, to_parts

_VOID = {"meta", "input", "wbr"}


class Read(HTMLParser):
    """What a browser would make of the page: a fault for each element that is not closed where it should be."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id" and value]
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.fixture(scope="module", params=["en", "fr"])
def page(request: pytest.FixtureRequest) -> str:
    return to_html(ready_card(), language=request.param)


def test_it_is_well_formed(page: str) -> None:
    found = Read(page)
    assert (found.faults, found.open) == ([], [])
    assert len(found.ids) == len(set(found.ids))


def test_what_people_called_their_things_stays_text(page: str) -> None:
    found = Read(page)
    assert not [tag for tag, _ in found.elements if tag == "img"]
    assert sum(MARKUP in text for text in found.texts) >= 4
    assert not [name for _, attributes in found.elements for name in attributes if name.startswith("on")]


def test_it_fetches_nothing(page: str) -> None:
    found = Read(page)
    assert not {tag for tag, _ in found.elements} & {"link", "iframe", "object", "embed", "base", "form", "a"}
    assert not [attributes for _, attributes in found.elements if {"src", "href", "style"} & set(attributes)]
    # Only where somebody's own words say so.
    assert "//" not in page.replace("img src=//evil.e", "")
    assert "url(" not in page
    assert "@import" not in page


def test_only_our_own_script_and_style_may_run(page: str) -> None:
    found = Read(page)
    policy = next(attributes["content"] for _, attributes in found.elements if "http-equiv" in attributes)
    assert policy is not None
    assert "unsafe" not in policy
    for name in ("style", "script"):
        (text,) = re.findall(rf"<{name}>(.*?)</{name}>", page, re.DOTALL)
        assert f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" in policy


def test_every_chart_has_words_and_a_table_behind_it(page: str) -> None:
    found = Read(page)
    charts = [attributes for tag, attributes in found.elements if tag == "svg" and attributes.get("role") == "img"]
    assert len(charts) >= 6
    assert all(each.get("aria-label") for each in charts)
    # Lift, gain, calibration, importances, two curves, capacity.
    assert page.count("<details>") == 7


def test_the_verdict_comes_first_and_says_what_to_expect(page: str) -> None:
    found, card = Read(page), ready_card()
    assert card.held_out is not None
    assert [each for each in found.ids if "-" not in each][:2] == ["verdict", "expect"]
    top = round(card.held_out.deciles[0].rate * 100)
    assert any(re.search(rf"\b100 contacts\b.*\b{top}\b", text) for text in found.texts)


def test_of_few_conversions_a_thousand_are_told_so_that_figures_agree_with_the_lift() -> None:
    card = ready_card()
    assert card.held_out is not None
    seldom = replace(card.held_out, measures=replace(card.held_out.measures, base_rate=0.025))
    assert (card.held_out.crowd, seldom.crowd) == (100, 1000)
    page = Read(to_html(replace(card, held_out=seldom), language="en"))
    told = page.texts
    assert any(text.startswith("Of 1,000 contacts in its top tenth, ") for text in told)
    assert "Picked by chance: 25." in told
    # The picture says what the words say.
    assert "25 of 1,000 converted" in [attributes.get("aria-label") for _, attributes in page.elements]
    drawn = {
        attributes.get("class"): str(attributes.get("d")).count("M")
        for tag, attributes in page.elements
        if tag == "path"
    }
    assert drawn["on chance"] == 25


def test_each_language_is_told_and_spoken() -> None:
    own = {"visits": "visites", "country": "pays"}
    english, french = (to_html(ready_card(), language=language, meanings=own) for language in ("en", "fr"))
    assert '<html lang="en">' in english
    assert '<html lang="fr">' in french
    assert "Ready to use" in english
    assert "Prêt à l’emploi" in french
    left = {text.strip() for text in Read(english).texts} & {text.strip() for text in Read(french).texts}
    words = [text for text in left if not text.startswith(("/*", '"use strict'))]
    assert not [text for text in words if re.search(r"\b(the|and|of|what|with)\b", text)]


def test_meanings_may_be_given_in_another_language() -> None:
    french = to_html(ready_card(), language="fr", meanings={"visits": "visites des 30 derniers jours"})
    assert "Visites des 30 derniers jours" in french
    assert "isits in the last 30 days" not in french


def test_without_a_model_it_says_what_is_missing() -> None:
    page = to_html(bare_card())
    found = Read(page)
    assert (found.faults, found.open) == ([], [])
    assert "31 of 40 conversions" in page
    assert ("progress", "0.78") in [(tag, attributes.get("value")) for tag, attributes in found.elements]
    assert "<script" not in page


def test_without_a_model_rates_of_groups_are_told_in_both_languages() -> None:
    english, french = (to_html(bare_card(), language=language) for language in ("en", "fr"))
    assert [text in english for text in ("What groups tell so far", "18 of 90", "12% – 25%", "3 and more")] == [
        True
    ] * 4
    assert all(text in french for text in ("Ce que disent déjà les groupes", "18 sur 90", "autre"))
    assert Read(english).faults == []


def test_the_same_card_is_the_same_page() -> None:
    assert to_html(ready_card()) == to_html(ready_card())


def test_its_parts_bring_no_style_no_script_and_no_page_of_their_own() -> None:
    found = Read(to_parts(ready_card()))
    tags = [tag for tag, _ in found.elements]
    assert not {"html", "head", "body", "style", "link", "meta", "h1", "header", "main"} & set(tags)
    # Only data, which no browser runs.
    assert [attributes.get("type") for tag, attributes in found.elements if tag == "script"] == ["application/json"]
    assert not [attributes for _, attributes in found.elements if {"src", "href", "style"} & set(attributes)]
    assert {each.name for each in STATIC.iterdir()} == {"capacity.js", "parts.css"}
