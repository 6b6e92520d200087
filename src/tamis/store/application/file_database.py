"""An application database in a file, by SQLite."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from tamis.errors import UsageError
from tamis.store.application.connection import BUSY_SECONDS, Connection
from tamis.store.application.migrating import is_current, migrate

# "TAMI", in the place of the file that SQLite keeps for this: https://sqlite.org/pragma.html#pragma_application_id
_MARK = 0x54414D49
# Of processes that make the file at the same instant, each may get in the way of another once or twice.
_ATTEMPTS = 50
# How every file of SQLite begins: https://sqlite.org/fileformat.html
_SQLITE = b"SQLite format 3\x00"
_Identity = tuple[Path, int, int]
_KNOWN = set[_Identity]()


class FileDatabase:
    """A file, made if it is not there."""

    def __init__(self, file: Path) -> None:
        self._file = file.absolute()

    @property
    def name(self) -> str:
        return f'"{self._file}"'

    def refuse_unusable(self) -> None:
        """What SQLite would tell at the first draft, or never: it takes a file of a few bytes for an empty one."""
        file = self._file
        if not file.parent.is_dir():
            raise UsageError(f'There is no folder "{file.parent}".')
        if not all(os.access(path, os.W_OK) for path in (file.parent, file) if path.exists()):
            raise UsageError(f'"{file}" cannot be written; allow it for the file and its folder.')
        if file.is_file() and not _is_sqlite(file):
            raise UsageError(f'"{file}" is no application database of Tamis, or is damaged; restore it from a backup.')

    def settings(self) -> dict[str, Any]:
        options = {"timeout": BUSY_SECONDS, "transaction_mode": "IMMEDIATE"}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": self._file, "OPTIONS": options}

    def begin(self, connection: Connection, *, exclusive: bool) -> None:
        """Nothing: each transaction begins by taking the only right to write."""

    def prepare(self, connection: Connection) -> None:
        """Made, marked as ours, brought up to date, and in WAL mode."""
        self._refuse_foreign(connection)
        if not is_current(connection, _tables(connection)):
            self._migrate(connection)
        _let_readers_be(connection)
        _KNOWN.add(_identity(self._file))

    def mark(self, connection: Connection) -> None:
        """So that it is known as ours."""
        connection.sql(f"PRAGMA application_id = {_MARK}")

    def _refuse_foreign(self, connection: Connection) -> None:
        if _tables(connection) and connection.sql("PRAGMA application_id") != [(_MARK,)]:
            raise UsageError(f"{self.name} is a database of another program, no application database of Tamis.")

    def _migrate(self, connection: Connection) -> None:
        """In one transaction: a process that is killed, or a second one, meets all of it or nothing."""
        # Django's schema editor wants them off, and inside a transaction they cannot be switched.
        connection.sql("PRAGMA foreign_keys = OFF")
        with connection.writing():
            self._refuse_foreign(connection)
            migrate(connection, _tables(connection))
            self.mark(connection)
        connection.sql("PRAGMA foreign_keys = ON")


def _is_sqlite(file: Path) -> bool:
    """Whether SQLite wrote the file, or will: it is empty. A process looks once into a file: closing it drops the locks
    that SQLite has on it for other connections of the process (https://sqlite.org/howtocorrupt.html, 2.2)."""
    if not file.stat().st_size or _identity(file) in _KNOWN:
        return True
    with file.open("rb") as opened:
        return opened.read(len(_SQLITE)) == _SQLITE


def _identity(file: Path) -> _Identity:
    """Its place, too: the number of a file that is deleted is given to the next."""
    found = file.stat()
    return file.resolve(), found.st_dev, found.st_ino


def _tables(connection: Connection) -> set[str]:
    return {name for (name,) in connection.sql("SELECT name FROM sqlite_master WHERE type = 'table'")}


def _let_readers_be(connection: Connection) -> None:
    """WAL mode: readers never wait for a writer. Kept in the file, so only the first time costs anything."""
    from django.db import OperationalError

    for _ in range(_ATTEMPTS):
        try:
            connection.sql("PRAGMA journal_mode = WAL")
            return
        except OperationalError:
            # To change the mode, SQLite does not wait for other processes; for the right to write it does.
            with connection.writing():
                pass
    connection.sql("PRAGMA journal_mode = WAL")
