"""Branches to work on."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.operations.live.branch import Branch


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a branch that has its data and definitions: made once, since each test begins with it."""
    folder = tmp_path_factory.mktemp("begun") / "branch"
    branch = Branch(folder)
    branch.begin()
    branch.close()
    return folder


@pytest.fixture
def branch(begun: Path, tmp_path: Path) -> Iterator[Branch]:
    """A workspace with three contacts, two companies and four published definitions, kept live."""
    shutil.copytree(begun, tmp_path / "branch")
    branch = Branch(tmp_path / "branch", is_there=True)
    yield branch
    branch.close()
