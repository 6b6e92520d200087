"""What SQLite or the disk says of the file of an inbox, in sentences."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tamis.store.inbox.faults import InboxFailed


@contextmanager
def failures_named(file: Path) -> Iterator[None]:
    """Raises InboxFailed, a sentence, for whatever SQLite or the disk says of the file."""
    try:
        yield
    except sqlite3.Error as error:
        raise InboxFailed(f'"{file}" {_what_is_wrong(error)}') from error
    except OSError as error:
        raise InboxFailed(f'"{file}" cannot be reached: {error.strerror}.') from error


def _what_is_wrong(error: sqlite3.Error) -> str:
    # The last 8 bits are the kind of fault: https://sqlite.org/rescode.html
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return _SENTENCES.get(code, f"cannot be used: {error}.")


_SENTENCES = {
    sqlite3.SQLITE_FULL: "cannot grow: the disk is full; make room, and what is sent again is stored.",
    sqlite3.SQLITE_CORRUPT: "is damaged; restore it from a backup.",
    sqlite3.SQLITE_NOTADB: "is no inbox of Tamis, or is damaged; restore it from a backup.",
    sqlite3.SQLITE_READONLY: "cannot be written; allow it for the file and its folder.",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; it and its folder must be there, readable and writable.",
    sqlite3.SQLITE_BUSY: "is held by another process for too long.",
    sqlite3.SQLITE_IOERR: "could not be read or written: the disk reports an error.",
}
