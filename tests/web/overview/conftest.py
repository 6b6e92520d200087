"""A served workspace with a past, and visitors of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.web.overview.past import make_past
from tests.web.site import Site
from tests.web.tabs import Tabs


@pytest.fixture(scope="session")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("past") / "work"
    make_past(folder)
    with Site(folder) as started:
        yield started


@pytest.fixture(scope="session")
def tabs_of_past(browser: Browser, past: Site) -> Iterator[Tabs]:
    yield (tabs := Tabs(browser, past))
    tabs.close()
