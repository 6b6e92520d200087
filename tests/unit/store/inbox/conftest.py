"""An inbox with a source: in a file, and on a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tamis.store.inbox import Inbox, open_inbox
from tamis.store.postgresql.place import SharedDatabase


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "inbox.sqlite3"


@pytest.fixture
def shared(postgresql) -> SharedDatabase:
    """The database of a workspace on a server, in which there is no inbox yet."""
    place = SharedDatabase(postgresql.new_database(), workspace="w1")
    postgresql.do("CREATE TABLE tamis_workspace (id text PRIMARY KEY)", place.url)
    postgresql.do("INSERT INTO tamis_workspace VALUES ('w1')", place.url)
    return place


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def place(request: pytest.FixtureRequest) -> Path | SharedDatabase:
    """Where an inbox is made."""
    return request.getfixturevalue("file" if request.param == "SQLite" else "shared")


@pytest.fixture
def inbox(place: Path | SharedDatabase) -> Iterator[Inbox]:
    with open_inbox(place) as opened:
        yield opened


@pytest.fixture
def source(inbox: Inbox) -> int:
    """The id of a source named web."""
    key = inbox.sources.add("web", 0)
    found = inbox.sources.with_key(key, 0)
    assert found is not None
    return found
