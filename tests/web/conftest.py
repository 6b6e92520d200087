"""A served demo company for the tests of pages, and visitors with a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.once import copied, made_for_all
from tests.web.site import Site, Visitor, make_company
from tests.web.tabs import Tabs

# The first is the same without a window, and needs half the time.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# Machines under test are slow now and then.
expect.set_options(timeout=30_000)
Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of the system, without a window."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        pytest.skip("there is no Chromium; on Debian: apt-get install chromium-headless-shell")
    with sync_playwright() as playwright:
        # Root has no sandbox, and containers little shared memory.
        started = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        )
        yield started
        started.close()


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace of a demo company, made once for all, to be copied."""
    return made_for_all(tmp_path_factory, "demo-company", make_company)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A served copy for all tests of a run that leave it as it was, or do not care."""
    with Site(copied(tmp_path_factory, "demo-company", make_company)) as started:
        yield started


@pytest.fixture
def own_site(company: Path, tmp_path: Path) -> Iterator[Site]:
    """A served copy for a test that changes it; costs some seconds."""
    with Site(Path(shutil.copytree(company, tmp_path / "work"))) as started:
        yield started


@pytest.fixture(scope="session")
def tabs(browser: Browser, site: Site) -> Iterator[Tabs]:
    """The tabs in which the shared site is looked at."""
    yield (tabs := Tabs(browser, site))
    tabs.close()


@pytest.fixture
def visit(tabs: Tabs) -> Iterator[Visit]:
    """Makes visitors of the shared site: `visit("sales", language="fr", size=PHONE, scheme="dark")`; None: nobody."""
    with tabs.lent() as lending:
        yield lending
