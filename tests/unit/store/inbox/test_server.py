"""An inbox on a PostgreSQL server: whose it is, in which order its messages are seen, and servers that break."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace

import psycopg
import pytest
from tests.unit.store.inbox.told import ids, told

from tamis.errors import UsageError
from tamis.messages import write_message
from tamis.store.inbox import InboxFailed, TakenOver, fill_inbox, open_inbox
from tamis.store.inbox.server_schema import TAKING_OUT

_PUT = "SELECT tamis_inbox.put('w1', ARRAY[%s::bigint], ARRAY[%s::bytea], ARRAY[%s::bytea])"
_WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = "


@pytest.fixture
def place(shared):
    return shared


@pytest.fixture
def unfinished(place, source):
    """A connection that has put a message `slow` in and has not committed."""
    with psycopg.connect(place.url) as connection:
        connection.execute(_PUT, (source, b"slow", write_message(told("slow")[0])))
        yield connection


def wait_for_waiting(postgresql, url):
    """Returns when somebody waits for a lock in a database."""
    database = "(SELECT oid FROM pg_database WHERE datname = current_database())"
    end = time.monotonic() + 30
    while postgresql.do(_WAITING + database, url) == [(0,)]:
        assert time.monotonic() < end


@pytest.mark.parametrize(("ends", "seen"), [("commit", ["slow", "quick"]), ("rollback", ["quick"])])
def test_nobody_is_past_a_message_that_was_put_in_before(postgresql, place, inbox, source, unfinished, ends, seen):
    with ThreadPoolExecutor(1) as threads:
        quick = threads.submit(inbox.put, source, told("quick"))
        wait_for_waiting(postgresql, place.url)
        assert inbox.pending(0, 9) == []
        getattr(unfinished, ends)()
        quick.result(30)
    assert ids(inbox) == seen


@pytest.mark.parametrize(("usual", "here"), [("off", "on"), ("local", "local"), ("remote_apply", "remote_apply")])
def test_what_is_acknowledged_is_on_the_disk_whatever_is_usual(postgresql, place, source, usual, here):
    name = postgresql.do("SELECT current_database()", place.url)[0][0]
    postgresql.do(f'ALTER DATABASE "{name}" SET synchronous_commit = {usual}')
    with psycopg.connect(place.url) as connection:
        assert connection.execute("SHOW synchronous_commit").fetchone() == (usual,)
        connection.execute(_PUT, (source, b"a", b"{}"))
        assert connection.execute("SHOW synchronous_commit").fetchone() == (here,)


def test_a_server_that_was_restarted_is_reached_again(postgresql, inbox, source):
    inbox.put(source, told("a"))
    assert ids(inbox) == ["a"]
    postgresql.restart()
    inbox.put(source, told("a", "b"))
    assert ids(inbox) == ["a", "b"]
    assert inbox.depth() >= 2
    assert [each.name for each in inbox.sources.all()] == ["web"]


def test_a_server_that_is_gone_is_told_without_its_password(postgresql, place, inbox, source):
    name = postgresql.do("SELECT current_database()", place.url)[0][0]
    postgresql.do(f'DROP DATABASE "{name}" WITH (FORCE)')
    with pytest.raises(InboxFailed, match=f'"{name}" .* is not there') as caught:
        inbox.put(source, told("a"))
    assert "p/w@rd" not in str(caught.value)
    with pytest.raises(InboxFailed, match="is not there"):
        inbox.pending(0, 1)
    with pytest.raises(UsageError, match="is not there"):
        open_inbox(place)


def test_what_was_restored_under_a_process_takes_none_of_its_messages(postgresql, place, inbox, source):
    inbox.put(source, told("a"))
    postgresql.do("UPDATE tamis_workspace SET id = 'w1-2'", place.url)
    with pytest.raises(InboxFailed, match="a backup was restored; start again"):
        inbox.put(source, told("b"))
    with pytest.raises(UsageError, match="not of one restore"):
        open_inbox(place)
    with open_inbox(replace(place, workspace="w1-2")) as another:
        assert ids(another) == ["a"]


def test_a_database_of_another_workspace_is_left_alone(postgresql, place):
    with pytest.raises(UsageError, match="belongs to another workspace"):
        open_inbox(replace(place, workspace="w2"))
    postgresql.do("DROP TABLE tamis_workspace", place.url)
    with pytest.raises(UsageError, match="is empty, and holds nothing of this workspace"):
        open_inbox(place)
    assert postgresql.do("SELECT FROM pg_namespace WHERE nspname = 'tamis_inbox'", place.url) == []


def test_an_inbox_of_a_newer_version_is_left_alone(postgresql, place, inbox):
    postgresql.do("UPDATE tamis_inbox.shape SET steps = 99", place.url)
    with pytest.raises(UsageError, match="newer"):
        open_inbox(place)


def test_an_inbox_that_lacks_a_table_is_told(postgresql, place, inbox, source):
    postgresql.do("DROP TABLE tamis_inbox.messages", place.url)
    with pytest.raises(InboxFailed, match="lacks a table"):
        inbox.put(source, told("a"))


def test_one_process_takes_out(place, inbox, source):
    with open_inbox(place) as another:
        with inbox.alone():
            with pytest.raises(UsageError, match="has a process already"), another.alone():
                pass
            # Anybody may put in, and look.
            another.put(source, told("a"))
            assert ids(another) == ["a"]
        with another.alone():
            pass


def cut_off(postgresql, place):
    """Ends every connection to a database, as a restart of the server does."""
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    postgresql.do(f"SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE {others}", place.url)


def test_who_takes_out_is_alone_again_after_its_connection_broke(postgresql, place, inbox, source):
    inbox.put(source, told("a"))
    with inbox.alone(), open_inbox(place) as another:
        cut_off(postgresql, place)
        assert ids(inbox) == ["a"]
        with pytest.raises(UsageError, match="has a process already"), another.alone():
            pass
        inbox.done(inbox.pending(0, 1)[0].n)
        assert ids(inbox) == []


def test_it_waits_while_another_has_the_lock_and_has_taken_nothing(postgresql, place, inbox, source):
    inbox.put(source, told("a"))
    with inbox.alone():
        cut_off(postgresql, place)
        with psycopg.connect(place.url) as other:
            other.execute("SELECT pg_advisory_xact_lock(%s)", (TAKING_OUT,))
            with pytest.raises(InboxFailed, match="goes on when the lock is free"):
                inbox.pending(0, 9)
        assert ids(inbox) == ["a"]


@pytest.mark.parametrize("is_gone", [True, False])
def test_who_was_taken_over_takes_and_removes_nothing_any_more(postgresql, place, inbox, source, is_gone):
    inbox.put(source, told("a", "b"))
    with inbox.alone(), open_inbox(place) as another, ExitStack() as there:
        first = inbox.pending(0, 1)[0]
        cut_off(postgresql, place)
        there.enter_context(another.alone())
        if is_gone:
            there.close()
        with pytest.raises(TakenOver, match="was taken over by another process"):
            inbox.done(first.n)
        with pytest.raises(TakenOver, match="was taken over by another process"):
            inbox.pending(0, 9)
        assert ids(another) == ["a", "b"]


def test_who_takes_out_hears_of_a_restore(postgresql, place, inbox, tmp_path):
    with inbox.alone(), psycopg.connect(place.url) as connection:
        fill_inbox(connection, place, tmp_path / "nothing")
        connection.commit()
        with pytest.raises(TakenOver, match="a backup was restored"):
            inbox.pending(0, 9)


def test_many_make_it_at_once(place):
    def opened(number: int) -> str:
        with open_inbox(place) as inbox:
            return inbox.sources.add(f"source {number}", 1)

    with ThreadPoolExecutor(6) as threads:
        keys = list(threads.map(opened, range(6)))
    with open_inbox(place) as inbox:
        assert len({inbox.sources.with_key(key, 1) for key in keys}) == 6
