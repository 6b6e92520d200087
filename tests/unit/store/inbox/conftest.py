"""An inbox with a source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tamis.store.inbox import Inbox, open_inbox


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "inbox.sqlite3"


@pytest.fixture
def inbox(file: Path) -> Iterator[Inbox]:
    with open_inbox(file) as opened:
        yield opened


@pytest.fixture
def source(inbox: Inbox) -> int:
    """The id of a source named web."""
    key = inbox.sources.add("web", 0)
    found = inbox.sources.with_key(key, 0)
    assert found is not None
    return found
