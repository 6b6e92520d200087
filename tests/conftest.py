"""The order of a run: random, but for the longest tests, which begin a worker's share each; and a server for all."""

import gc
import os
from collections.abc import Iterator

import pytest

from tests.postgresql_server import PostgresqlServer, running_server

_LONGEST = ("tests/generative/",)
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


# After the shuffling.
@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the longest tests where the workers begin, or one of them would be alone with all of them at the end."""
    if not os.environ.get("TAMIS_THOROUGH"):
        for item in items:
            if item.nodeid.startswith(_THOROUGH):
                item.add_marker(pytest.mark.skip(reason="takes long: make test THOROUGH=1 runs it"))
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    longest = [item for item in items if item.nodeid.startswith(_LONGEST)]
    items[:] = [item for item in items if item not in longest]
    for place, item in enumerate(longest):
        items.insert(place % workers * (len(items) // workers), item)


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
