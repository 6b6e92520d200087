"""The file of an inbox: its tables, how it is made, and how a connection to it is set up."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tamis.errors import UsageError
from tamis.store.inbox.faults import InboxFailed, failures_named

# "TAMB", where SQLite keeps whose file it is: https://sqlite.org/pragma.html#pragma_application_id
_MARK = 0x54414D42
_SECONDS_TO_WAIT_FOR_OTHERS = 10.0
# Each is applied once, in this order; the file knows how many it has (user_version). Never change one: add one.
_STEPS = (
    """
    CREATE TABLE sources (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL,
        rotated_at INTEGER, revoked_at INTEGER) STRICT;
    -- `ends_at`: from this instant on the key opens nothing.
    CREATE TABLE keys (hash BLOB PRIMARY KEY, source INTEGER NOT NULL REFERENCES sources, ends_at INTEGER) STRICT;
    -- What came and is not in the warehouse. AUTOINCREMENT, or an emptied table would begin at 1 again.
    CREATE TABLE messages (n INTEGER PRIMARY KEY AUTOINCREMENT, source INTEGER NOT NULL, id TEXT NOT NULL,
        body BLOB NOT NULL) STRICT;
    -- The first message of each id, for ever; of the messages up to `upto`, which are without repeats.
    CREATE TABLE seen (source INTEGER NOT NULL, id TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (source, id))
        STRICT, WITHOUT ROWID;
    CREATE TABLE told_apart (upto INTEGER NOT NULL) STRICT;
    INSERT INTO told_apart VALUES (0);
    """,
)


def prepare(file: Path) -> None:
    """Makes the file, or brings it up to date. Raises UsageError if it is no inbox or cannot be used."""
    try:
        with failures_named(file):
            connection = connect(file)
            try:
                _apply_missing(connection, file)
            finally:
                connection.close()
    except InboxFailed as error:
        raise UsageError(str(error)) from error


def connect(file: Path) -> sqlite3.Connection:
    """A connection that any thread may use, one at a time; what it commits is on the disk."""
    connection = sqlite3.connect(
        file, timeout=_SECONDS_TO_WAIT_FOR_OTHERS, isolation_level=None, check_same_thread=False, cached_statements=32
    )
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _apply_missing(connection: sqlite3.Connection, file: Path) -> None:
    _refuse_foreign(connection, file)
    # Whoever finds nothing to do must not wait for those who write.
    if _applied(connection) == len(_STEPS):
        return
    # It stays with the file; inside a transaction it could not be set.
    connection.execute("PRAGMA journal_mode = WAL")
    with transaction(connection):
        _refuse_foreign(connection, file)
        for step in _STEPS[_applied(connection) :]:
            for statement in step.split(";\n"):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(_STEPS)}")
        connection.execute(f"PRAGMA application_id = {_MARK}")


def _refuse_foreign(connection: sqlite3.Connection, file: Path) -> None:
    (mark,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables and mark != _MARK:
        raise UsageError(f'"{file}" is a database of another program, no inbox of Tamis.')
    if _applied(connection) > len(_STEPS):
        raise UsageError(f'"{file}" was written by a newer Tamis; upgrade Tamis.')


def _applied(connection: sqlite3.Connection) -> int:
    (steps,) = connection.execute("PRAGMA user_version").fetchone()
    return int(steps)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of what is written inside, or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # A full disk has ended the transaction itself.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
