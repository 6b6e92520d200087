"""Nothing is acknowledged that is not stored."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

import pytest
from tests.unit.store.inbox.told import ids, told

from tamis.errors import UsageError
from tamis.store.inbox import InboxBusy, InboxFailed, open_inbox


@pytest.fixture
def held(file, inbox, source):
    """The file of an inbox that another process is writing."""
    inbox.put(source, told("before"))
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    yield other
    if other.in_transaction:
        other.execute("ROLLBACK")
    other.close()


def test_who_waits_too_long_is_refused_and_stored_once_when_it_comes_again(file, source, held):
    with open_inbox(file, patience=0.05) as inbox:
        with pytest.raises(InboxFailed, match=r"longer than 0\.05 seconds"):
            inbox.put(source, told("a"))
        held.execute("ROLLBACK")
        with open_inbox(file) as another:
            another.put(source, told("a"))
        assert ids(inbox) == ["before", "a"]


def test_more_than_may_wait_is_refused_at_once(file, source, held):
    names = ["a", "b", "c", "d", "e"]
    with open_inbox(file, most_waiting=2_000, patience=30) as inbox, ThreadPoolExecutor(5) as threads:
        puts = {name: threads.submit(inbox.put, source, told(name, event="e" * 1_000)) for name in names}
        # One is being stored, one waits, and whoever is told anything before the file is free is told this.
        first, _ = wait(puts.values(), timeout=20, return_when=FIRST_COMPLETED)
        assert {type(put.exception()) for put in first} == {InboxBusy}
        held.execute("ROLLBACK")
        stored = [name for name, put in puts.items() if put.exception() is None]
        assert sorted(ids(inbox)) == sorted(["before", *stored])
        # And then there is room again.
        inbox.put(source, told("later", event="e" * 1_900))


def test_a_full_disk_is_told_and_what_comes_after_is_stored(inbox, source, file):
    inbox.put(source, told("before"))
    # As if the disk had no room: SQLite itself refuses to let the file grow.
    inbox._writer._connection.execute("PRAGMA max_page_count = 1")
    with pytest.raises(InboxFailed, match="the disk is full"):
        inbox.put(source, told(*(f"large-{n}" for n in range(50)), event="e" * 10_000))
    inbox._writer._connection.execute("PRAGMA max_page_count = 1000000")
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


def test_a_closed_inbox_takes_nothing(inbox, source):
    inbox.close()
    with pytest.raises(InboxFailed, match="closed"):
        inbox.put(source, told("a"))


_PUT = """
import sys
from pathlib import Path
from tamis.messages import Message
from tamis.store.inbox import open_inbox
inbox = open_inbox(Path(sys.argv[1]))
number = 0
while True:
    ids = [f"{number}-{each}" for each in range(5)]
    inbox.put(1, [Message(kind="track", id=id, user_id="7", received_at=1, occurred_at=1) for id in ids])
    print(*ids, flush=True)
    number += 1
"""


def test_a_process_that_is_killed_loses_nothing_that_it_said_was_stored(file, source, inbox):
    with subprocess.Popen([sys.executable, "-c", _PUT, str(file)], stdout=subprocess.PIPE, text=True) as process:
        said = [process.stdout.readline() for _ in range(50)]
        process.kill()
        said += process.stdout.readlines()
    # The last line may be cut short by the kill.
    acknowledged = [id for line in said if line.endswith("\n") for id in line.split()]
    stored = ids(inbox)
    assert set(acknowledged) <= set(stored)
    assert len(stored) == len(set(stored))
    assert len(stored) - len(acknowledged) in (0, 5)
