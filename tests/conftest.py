"""The order of a run: random, but for the longest tests, which come first so that no worker is left alone with one."""

import pytest

_LONGEST = ("tests/generative/",)


# After the shuffling.
@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Moves the longest tests to the front."""
    items.sort(key=lambda item: not item.nodeid.startswith(_LONGEST))
