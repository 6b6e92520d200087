"""Which worker runs what: tests that share something dear run in one; and the order, random but for the longest."""

import gc
import os
from collections.abc import Iterator

import pytest

from tests.postgresql_server import PostgresqlServer, running_server

# By what is dear to make: a server with a company and a browser, or a workspace that only is read.
_FAMILIES = {
    "definitions": ("tests/web/editor/", "tests/web/scores/", "tests/web/segments/"),
    "overview": ("tests/web/overview/",),
    "pages": ("tests/web/",),
    "api": ("tests/api/",),
    "demo": ("tests/unit/demo/",),
    "records": ("tests/operations/record/",),
    "backups": ("tests/operations/backups/",),
    "lists": ("tests/operations/segments/",),
}
_ALONE = ("tests/generative/",)
# In this order.
_LONGEST = ("tests/web/editor/", "tests/web/scores/", "tests/web/segments/", "tests/generative/", "tests/web/")
_LONGEST += ("tests/api/", "tests/operations/record/")
# Many processes, killed again and again: minutes, and run by `make test THOROUGH=1`.
_THOROUGH = (
    "tests/server/stories/",
    "tests/server/test_ingest_only.py",
    "tests/server/test_served_kills.py",
    "tests/operations/live/test_killed.py",
    "tests/operations/handed/test_endings.py",
    "tests/unit/store/warehouse/test_merges_drawn.py",
)


def pytest_collection_finish() -> None:
    """What was imported and collected stays: to look through it again and again is a fifth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_sessionfinish() -> None:
    """Some libraries tell at the end of what is still there."""
    gc.unfreeze()


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Tells which tests belong together, and, after the shuffling, lets the longest begin."""
    for item in items:
        if item.nodeid.startswith(_THOROUGH) and not os.environ.get("TAMIS_THOROUGH"):
            item.add_marker(pytest.mark.skip(reason="takes long: make test THOROUGH=1 runs it"))
        item.add_marker(pytest.mark.xdist_group(_family(item)))
    yield
    # A worker takes the next family when it is through with one: those that last come first.
    items.sort(key=lambda item: next((i for i, each in enumerate(_LONGEST) if item.nodeid.startswith(each)), 99))


def _family(item: pytest.Item) -> str:
    """Tests of one name share a served company, a database server or what a module has made."""
    for family, places in _FAMILIES.items():
        if item.nodeid.startswith(places):
            return family
    if item.nodeid.startswith(_ALONE):
        return item.nodeid
    return "postgresql" if "postgresql" in getattr(item, "fixturenames", ()) else item.nodeid.partition("::")[0]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    """A PostgreSQL server of this run's own."""
    with running_server() as running:
        yield running


@pytest.fixture(autouse=True, scope="session")
def _no_address_of_the_machine() -> None:
    """What the person who runs the tests works with is not touched."""
    os.environ.pop("TAMIS_APPLICATION", None)
    # A browser is driven by an event loop in the thread of the tests, where Django refuses to work otherwise.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
