"""Files that are full, damaged, gone, or none of ours."""

from __future__ import annotations

import sqlite3

import pytest
from tests.unit.store.inbox.told import ids, told

from tamis.errors import UsageError
from tamis.store.inbox import InboxFailed, open_inbox


@pytest.fixture
def place(file):
    return file


def test_a_full_disk_is_told_and_what_comes_after_is_stored(inbox, source, file):
    inbox.put(source, told("before"))
    # As if the disk had no room: SQLite itself refuses to let the file grow.
    inbox._writer._connection.run("PRAGMA max_page_count = 1")
    with pytest.raises(InboxFailed, match="the disk is full"):
        inbox.put(source, told(*(f"large-{n}" for n in range(50)), event="e" * 10_000))
    inbox._writer._connection.run("PRAGMA max_page_count = 1000000")
    inbox.put(source, told("after"))
    assert ids(inbox) == ["before", "after"]


def test_a_file_that_was_taken_away_takes_no_message(inbox, source, file):
    file.rename(file.with_name("elsewhere"))
    with pytest.raises(InboxFailed, match="cannot be reached"):
        inbox.put(source, told("a"))
    file.write_bytes(b"")
    with pytest.raises(InboxFailed, match="replaced"):
        inbox.put(source, told("a"))


def test_a_damaged_file_is_told(inbox, source, file):
    inbox.put(source, told(*map(str, range(2000))))
    inbox.close()
    with file.open("r+b") as opened:
        opened.seek(4096)
        opened.write(b"\xff" * (file.stat().st_size - 4096))
    # Which statement meets the damage first is SQLite's affair.
    with pytest.raises((UsageError, InboxFailed), match="damaged"), open_inbox(file) as opened:
        opened.put(source, told("a"))


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\0" + b"\xff" * 5000])
def test_what_is_no_database_is_no_inbox(file, content):
    file.write_bytes(content)
    with pytest.raises(UsageError, match="no inbox"):
        open_inbox(file)


def test_a_database_of_another_program_is_left_alone(file):
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE theirs (a)")
    other.close()
    before = file.read_bytes()
    with pytest.raises(UsageError, match="another program"):
        open_inbox(file)
    assert file.read_bytes() == before


def test_an_inbox_of_a_newer_version_is_left_alone(file, inbox):
    inbox.close()
    with sqlite3.connect(file) as other:
        other.execute("PRAGMA user_version = 99")
    other.close()
    with pytest.raises(UsageError, match="newer"):
        open_inbox(file)


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(UsageError, match="cannot be opened"):
        open_inbox(tmp_path / "nowhere" / "inbox.sqlite3")
