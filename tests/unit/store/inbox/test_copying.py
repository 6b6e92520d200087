"""An inbox moves from a server to a file, and from a file to a server, with all that it knows."""

from __future__ import annotations

import psycopg
import pytest
from tests.unit.store.inbox.told import ids, told

from tamis.store.inbox import Inbox, InboxFailed, fill_inbox, open_inbox, write_inbox_copy

NAMES = ["a", "b\0\u00e9", "c", "d"]


@pytest.fixture
def place(shared):
    return shared


@pytest.fixture
def key(inbox) -> str:
    """Of a source that has sent `NAMES`, of which the first two are done, and something that was not looked at yet."""
    key = inbox.sources.add("web", 1)
    source = inbox.sources.with_key(key, 1)
    inbox.put(source, told(*NAMES))
    inbox.done(inbox.pending(0, 2)[-1].n)
    inbox.put(source, told("d", "e"))
    return key


def goes_on(inbox: Inbox, key: str, last: int) -> None:
    """It knows everything that the first one knew."""
    source = inbox.sources.with_key(key, 5)
    assert source is not None
    inbox.put(source, told(*NAMES, "e", "new"))
    assert ids(inbox) == ["c", "d", "e", "new"]
    assert inbox.pending(last, 9)[-1].message.id == "new"
    inbox.sources.add("app", 3)
    assert [each.name for each in inbox.sources.all()] == ["app", "web"]


def fill(place, file) -> None:
    with psycopg.connect(place.url) as connection:
        fill_inbox(connection, place, file)


def test_an_inbox_moves_to_a_file_and_back(place, inbox, key, file):
    last = inbox.pending(0, 9)[-1].n
    write_inbox_copy(place, file)
    inbox.put(1, told("after"))
    fill(place, file)
    assert ids(inbox) == ["c", "d", "e"]
    with open_inbox(file) as copy:
        goes_on(copy, key, last)
    goes_on(inbox, key, last)


def test_numbers_go_on_where_everything_is_done(place, inbox, key, file):
    last = inbox.pending(0, 9)[-1].n
    inbox.done(last)
    write_inbox_copy(place, file)
    fill(place, file)
    with open_inbox(file) as copy:
        for each in (copy, inbox):
            each.put(1, told("new"))
            assert ids(each, after=last) == ["new"]


def test_no_file_is_an_empty_inbox(place, inbox, key, file):
    fill(place, file)
    assert (ids(inbox), inbox.sources.all()) == ([], [])
    assert inbox.sources.with_key("nonsense", 5) is None


def test_a_restore_that_fails_has_changed_nothing(place, inbox, key, file):
    before = inbox.pending(0, 9)
    with psycopg.connect(place.url) as connection:
        fill_inbox(connection, place, file)
        connection.rollback()
    assert inbox.pending(0, 9) == before
    assert inbox.sources.with_key(key, 5) == 1


def test_nothing_gets_between_a_restore_and_its_end(postgresql, place, inbox, key, file):
    with psycopg.connect(place.url) as connection, open_inbox(place, patience=0.05) as another:
        fill_inbox(connection, place, file)
        with pytest.raises(InboxFailed, match="longer than"):
            another.put(1, told("late"))
        connection.execute("UPDATE tamis_workspace SET id = 'w1-2'")
        connection.commit()
    # What waited for it was not this workspace's any more when it was its turn.
    assert postgresql.do("SELECT FROM tamis_inbox.messages", place.url) == []
