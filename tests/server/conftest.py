"""Server processes: one with the ingest routes alone, and whole ones of workspaces with published scores."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tamis.operations.workspace import find_workspace, init_workspace
from tests.server.process import ServerProcess
from tests.server.serving import ServeProcess
from tests.server.stories.company import Company


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    with ServerProcess(tmp_path_factory.mktemp("server") / "inbox.sqlite3") as started:
        yield started


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[ServerProcess]:
    """One that a test may kill."""
    with ServerProcess(tmp_path / "inbox.sqlite3") as started:
        yield started


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One that was made once, to be copied."""
    folder = tmp_path_factory.mktemp("begun")
    company = Company(init_workspace(folder / "work", time_zone="UTC"), folder)
    company.begin()
    return company.folder


@pytest.fixture
def served(begun: Path, tmp_path: Path) -> ServeProcess:
    """A copy, and its server, which a test must start."""
    return ServeProcess(Path(shutil.copytree(begun, tmp_path / "served")))


@pytest.fixture
def company(served: ServeProcess, tmp_path: Path) -> Company:
    """The same copy, to give commands to."""
    return Company(served.workspace, tmp_path)


@pytest.fixture
def imported(begun: Path, tmp_path: Path) -> Company:
    """Another copy, for files that say the same as clients do."""
    served = Path(shutil.copytree(begun, tmp_path / "imported"))
    return Company(find_workspace(served, served), tmp_path)
