"""An application database of its own for each test: in a file, and on a PostgreSQL server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.postgresql_server import PostgresqlServer

from tamis.store.application import Application, SharedDatabase, open_application

from .author import Author


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "application.sqlite3"


@pytest.fixture(scope="session")
def made_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty application database, to be copied: to make one takes longer than most tests of what it keeps."""
    file: Path = tmp_path_factory.mktemp("made") / "application.sqlite3"
    open_application(file).close()
    return file


@pytest.fixture(scope="session")
def made_database(postgresql: PostgresqlServer) -> str:
    """The name of one on a server."""
    address = postgresql.new_database()
    open_application(SharedDatabase(address, workspace="w", is_new=True)).close()
    return address.partition("?")[0].rpartition("/")[2]


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def place(request: pytest.FixtureRequest) -> Path | SharedDatabase:
    """Where an application database is made; for a test that has one opened it is there."""
    is_made = "application" in request.fixturenames
    if request.param == "SQLite":
        file: Path = request.getfixturevalue("file")
        return Path(shutil.copy(request.getfixturevalue("made_file"), file)) if is_made else file
    options = f'TEMPLATE "{request.getfixturevalue("made_database")}"' if is_made else ""
    return SharedDatabase(request.getfixturevalue("postgresql").new_database(options), workspace="w", is_new=True)


@pytest.fixture
def application(place: Path | SharedDatabase) -> Iterator[Application]:
    with open_application(place) as opened:
        yield opened


@pytest.fixture
def author(application: Application) -> Author:
    return Author(application)
