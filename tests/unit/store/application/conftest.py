"""An application database of its own for each test: in a file, and on a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tamis.store.application import Application, SharedDatabase, open_application

from .author import Author


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "application.sqlite3"


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def place(request: pytest.FixtureRequest) -> Path | SharedDatabase:
    """Where an application database is made."""
    if request.param == "SQLite":
        return request.getfixturevalue("file")
    return SharedDatabase(request.getfixturevalue("postgresql").new_database(), workspace="w", is_new=True)


@pytest.fixture
def application(place: Path | SharedDatabase) -> Iterator[Application]:
    with open_application(place) as opened:
        yield opened


@pytest.fixture
def author(application: Application) -> Author:
    return Author(application)
