"""An inbox in a file of SQLite: its tables, and how it is made."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tamis.errors import UsageError
from tamis.store.inbox.faults import InboxFailed
from tamis.store.inbox.file_connection import FileConnection, connect, transaction
from tamis.store.inbox.file_faults import failures_named

# "TAMB", where SQLite keeps whose file it is: https://sqlite.org/pragma.html#pragma_application_id
_MARK = 0x54414D42
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


class FileHome:
    """A file, which several processes of one machine may have open."""

    def __init__(self, file: Path) -> None:
        self._file = file
        # Held while writing: SQLite has those who write at once wait by asking again and again.
        self._turn = threading.Lock()

    @property
    def name(self) -> str:
        return f'"{self._file}"'

    def prepare(self) -> None:
        """Makes the file, or brings it up to date. Raises UsageError if it is no inbox or cannot be used."""
        try:
            with failures_named(self._file), closing(connect(self._file)) as connection:
                _apply_missing(connection, self._file)
        except InboxFailed as error:
            raise UsageError(str(error)) from error

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nothing: whoever takes messages out holds the lock of the workspace's folder."""
        yield None

    def connect(self, *, is_durable: bool = True) -> FileConnection:
        """Raises InboxFailed if the file cannot be opened."""
        return FileConnection(self._file, self._turn, is_durable=is_durable)


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
