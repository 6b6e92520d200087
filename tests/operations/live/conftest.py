"""Branches to work on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.operations.live.branch import Branch


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[Branch]:
    """A workspace with three contacts, two companies and four published definitions, kept live."""
    branch = Branch(tmp_path / "branch")
    branch.begin()
    yield branch
    branch.close()
