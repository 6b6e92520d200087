"""The order of a run: random, but for the longest tests, which begin a worker's share each."""

import os

import pytest

_LONGEST = ("tests/generative/",)


# After the shuffling.
@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the longest tests where the workers begin, or one of them would be alone with all of them at the end."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    longest = [item for item in items if item.nodeid.startswith(_LONGEST)]
    items[:] = [item for item in items if item not in longest]
    for place, item in enumerate(longest):
        items.insert(place % workers * (len(items) // workers), item)
