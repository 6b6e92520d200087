"""Nothing is acknowledged that is not stored."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from pathlib import Path

import psycopg
import pytest
from tests.unit.store.inbox.told import ids, told

from tamis.store.inbox import InboxBusy, InboxFailed, open_inbox
from tamis.store.inbox.server_schema import PUTTING


@pytest.fixture
def release(place, inbox, source):
    """Ends what keeps the inbox from being written: another process that writes."""
    inbox.put(source, told("before"))
    if isinstance(place, Path):
        other = sqlite3.connect(place, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
    else:
        other = psycopg.connect(place.url)
        other.execute("SELECT pg_advisory_xact_lock(%s)", (PUTTING,))
    yield other.rollback
    other.close()


def test_who_waits_too_long_is_refused_and_stored_once_when_it_comes_again(place, source, release):
    with open_inbox(place, patience=0.05) as inbox:
        with pytest.raises(InboxFailed, match=r"longer than 0\.05 seconds"):
            inbox.put(source, told("a"))
        release()
        with open_inbox(place) as another:
            another.put(source, told("a"))
        assert ids(inbox) == ["before", "a"]


def test_more_than_may_wait_is_refused_at_once(place, source, release):
    names = ["a", "b", "c", "d", "e"]
    with open_inbox(place, most_waiting=2_000, patience=30) as inbox, ThreadPoolExecutor(5) as threads:
        puts = {name: threads.submit(inbox.put, source, told(name, event="e" * 1_000)) for name in names}
        # One is being stored, one waits, and whoever is told anything before the file is free is told this.
        first, _ = wait(puts.values(), timeout=20, return_when=FIRST_COMPLETED)
        assert {type(put.exception()) for put in first} == {InboxBusy}
        release()
        stored = [name for name, put in puts.items() if put.exception() is None]
        assert sorted(ids(inbox)) == sorted(["before", *stored])
        # And then there is room again.
        inbox.put(source, told("later", event="e" * 1_900))


def test_what_cannot_be_stored_keeps_nothing_else_from_being_stored(inbox, source):
    with pytest.raises(InboxFailed):
        inbox.put(2**70, told("a"))
    inbox.put(source, told("b"))
    assert ids(inbox) == ["b"]


def test_a_closed_inbox_takes_nothing(inbox, source):
    inbox.close()
    with pytest.raises(InboxFailed, match="closed"):
        inbox.put(source, told("a"))


_PUT = """
import sys
from pathlib import Path
from tamis.messages import Message
from tamis.store.postgresql.place import SharedDatabase
from tamis.store.inbox import open_inbox
where = sys.argv[1]
inbox = open_inbox(SharedDatabase(where, "w1") if "://" in where else Path(where))
number = 0
while True:
    ids = [f"{number}-{each}" for each in range(5)]
    inbox.put(1, [Message(kind="track", id=id, user_id="7", received_at=1, occurred_at=1) for id in ids])
    print(*ids, flush=True)
    number += 1
"""


def test_a_process_that_is_killed_loses_nothing_that_it_said_was_stored(place, source, inbox):
    where = str(place) if isinstance(place, Path) else place.url
    with subprocess.Popen([sys.executable, "-c", _PUT, where], stdout=subprocess.PIPE, text=True) as process:
        said = [process.stdout.readline() for _ in range(50)]
        process.kill()
        said += process.stdout.readlines()
    # The last line may be cut short by the kill.
    acknowledged = [id for line in said if line.endswith("\n") for id in line.split()]
    stored = ids(inbox)
    assert set(acknowledged) <= set(stored)
    assert len(stored) == len(set(stored))
    assert len(stored) - len(acknowledged) in (0, 5)
