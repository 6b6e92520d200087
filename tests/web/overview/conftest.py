"""A served workspace with a past, and visitors of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.web.overview.past import make_past
from tests.web.site import Site, visiting


@pytest.fixture(scope="session")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("past") / "work"
    make_past(folder)
    with Site(folder) as started:
        yield started


@pytest.fixture(scope="session")
def cookies(browser: Browser, past: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of the administrator."""
    file = tmp_path_factory.mktemp("cookies") / "administrator"
    visitor = visiting(browser, past, state=None, size=(1280, 900), language="en", scheme="light")
    visitor.signs_in("administrator")
    visitor.page.wait_for_url(lambda url: "sign-in" not in url)
    visitor.context.storage_state(path=file)
    visitor.context.close()
    return file
