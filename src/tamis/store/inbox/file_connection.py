"""A connection to the file of an inbox, and its transactions."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

from tamis.store.inbox.faults import InboxFailed
from tamis.store.inbox.file_faults import failures_named
from tamis.store.inbox.home import Row

_SECONDS_TO_WAIT_FOR_OTHERS = 10.0
# A statement has at most 32,766 parameters (https://sqlite.org/limits.html).
_ROWS_A_STATEMENT = 5_000


class FileConnection:
    """As `home.Connection` says."""

    def __init__(self, file: Path, turn: threading.Lock, *, is_durable: bool) -> None:
        self._file, self._turn = file, turn
        with failures_named(file):
            self._sqlite = connect(file)
            if not is_durable:
                self._sqlite.execute("PRAGMA synchronous = NORMAL")
            self._inode = file.stat().st_ino

    def run(self, text: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a statement."""
        return self._sqlite.execute(text, values).fetchall()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Each statement sees what is committed."""
        with failures_named(self._file):
            yield

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction, the only one of the file that writes."""
        with failures_named(self._file), self._turn, transaction(self._sqlite):
            yield

    def append(self, rows: Sequence[Row]) -> None:
        """A statement holds many: after each one a thread waits for Python's lock, for 5 ms while others compute.

        For that reason, too, what one statement holds is a transaction by itself, without one to begin and to commit.
        """
        self._refuse_replaced()
        if len(rows) <= _ROWS_A_STATEMENT:
            with failures_named(self._file), self._turn:
                self._insert(rows)
            return
        with self.writing():
            for start in range(0, len(rows), _ROWS_A_STATEMENT):
                self._insert(rows[start : start + _ROWS_A_STATEMENT])

    def _insert(self, rows: Sequence[Row]) -> None:
        places = ", ".join(["(?, ?, ?)"] * len(rows))
        self.run(f"INSERT INTO messages (source, id, body) VALUES {places}", *chain.from_iterable(rows))

    def close(self) -> None:
        """Ends it."""
        self._sqlite.close()

    def _refuse_replaced(self) -> None:
        # A file that someone removed or replaced can go on being written, but nobody will ever read it.
        with failures_named(self._file):
            if self._file.stat().st_ino != self._inode:
                raise InboxFailed(f'"{self._file}" was replaced while it was in use; start again.')


def connect(file: Path) -> sqlite3.Connection:
    """A connection that any thread may use, one at a time; what it commits is on the disk."""
    connection = sqlite3.connect(
        file, timeout=_SECONDS_TO_WAIT_FOR_OTHERS, isolation_level=None, check_same_thread=False, cached_statements=32
    )
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


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
