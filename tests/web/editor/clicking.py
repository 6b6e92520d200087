"""Somebody at the editor: they click and type, and wait for the answer to each change."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator

from tamis.definitions.editing import values_of
from tests.web.site import Visitor


class Editor:
    """The editor of one definition in a browser."""

    def __init__(self, visitor: Visitor, key: str, kind: str = "score") -> None:
        self.visitor, self.page = visitor, visitor.page
        self.address = f"/{kind}s/{key}/edit/"
        self.page.goto(visitor.site.address + self.address)
        self.page.click("#tab-yaml")

    @property
    def text(self) -> str:
        """The YAML beside the form."""
        return self.page.input_value("#yaml")

    @property
    def values(self) -> dict[str, Any] | None:
        """What the YAML says."""
        return values_of(self.text)

    @property
    def sentences(self) -> list[str]:
        """The rules as they are told, in their order."""
        return self.page.locator(".editor-name").all_inner_texts()

    def answered(self, do: Any, part: str = "/edit/") -> None:
        """Does it, and waits until the page shows what came of it."""
        before = self.page.locator("#editor-bar").element_handle()
        with self.page.expect_response(lambda response: part in response.url):
            do()
        self.page.wait_for_function("old => !old.isConnected", arg=before)

    def field(self, do: str, path: str) -> Locator:
        """The field of a part of the definition."""
        return self.page.locator(f'[id="{do}-{path.replace("[", "-").replace("]", "").replace(".", "-")}"]')

    def types(self, path: str, value: str, do: str = "put") -> None:
        """Fills a field in and leaves it."""
        field = self.field(do, path)

        def fill() -> None:
            field.fill(value)
            field.blur()

        self.answered(fill, "/change/")

    def chooses(self, do: str, path: str, value: str) -> None:
        """Chooses an entry of a list."""
        self.answered(lambda: self.field(do, path).select_option(value), "/change/")

    def clicks(self, do: str, path: str, value: str | None = None) -> None:
        """Clicks a button of the form; one in a menu as a keyboard would reach it."""
        chosen = f'[data-value="{value}"]' if value is not None else ""
        button = self.page.locator(f'button[data-do="{do}"][data-path="{path}"]{chosen}').first
        self.answered(lambda: button.dispatch_event("click"), "/change/")

    def opens(self, path: str) -> None:
        """Unfolds a rule or the settings of a group."""
        self.answered(lambda: self.page.locator(f'[id="open-{path}"]').click())

    def presses(self, keys: str) -> None:
        """Presses keys that change something."""
        self.answered(lambda: self.page.keyboard.press(keys))
