"""An application database in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tamis.store.application import Application, open_application

from .author import Author


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "application.sqlite3"


@pytest.fixture
def place(file: Path) -> Path:
    """Where an application database is made."""
    return file


@pytest.fixture
def application(place: Path) -> Iterator[Application]:
    with open_application(place) as opened:
        yield opened


@pytest.fixture
def author(application: Application) -> Author:
    return Author(application)
