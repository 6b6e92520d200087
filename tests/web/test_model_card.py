"""The card of a model in a browser: no barriers in either language and theme, no scrolling sideways, and a slider that
moves what is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tamis.predict.card.html.page import to_html
from tests.predict.card.cards import ready_card
from tests.web.accessible import barriers, too_wide


@pytest.mark.parametrize(("language", "theme", "width"), [("en", "light", 1200), ("fr", "dark", 360)])
def test_a_card_can_be_read_by_everybody(
    browser: Browser, tmp_path: Path, language: str, theme: str, width: int
) -> None:
    file = tmp_path / "card.html"
    file.write_text(to_html(ready_card(), language=language), encoding="utf-8")
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=theme)  # type: ignore[arg-type]
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: said.append(request.url))
    page.goto(file.as_uri())
    assert said == [file.as_uri()]
    slider = page.get_by_role("slider")
    everybody = page.locator("#capacity td.not_called").first
    expect(everybody).not_to_have_text("0")
    slider.press("End")
    expect(everybody).to_have_text("0")
    # All that is hidden until asked for, too.
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    assert barriers(page) == []
    assert too_wide(page) == []
    context.close()
