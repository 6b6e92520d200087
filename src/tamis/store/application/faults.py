"""What the database could not do, in a sentence for the person who has to act."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tamis.errors import UsageError
from tamis.store.postgresql.faults import BUSY, INCOMPLETE, sentence_of, unreachable

# By the beginning of SQLite's name of the fault: https://sqlite.org/rescode.html
_OF_SQLITE = {
    "SQLITE_BUSY": BUSY,
    "SQLITE_LOCKED": BUSY,
    "SQLITE_READONLY": "{} cannot be written; allow it for the file and its folder.",
    "SQLITE_CANTOPEN": "{} cannot be opened; its folder has to be there, and both may have to be made writable.",
    "SQLITE_PERM": "{} cannot be opened; allow reading and writing for the file and its folder.",
    "SQLITE_FULL": "{} cannot be written: the disk is full. Nothing was changed.",
    # What processes share beside the file has no room: the first thing to fail on a full disk.
    "SQLITE_IOERR_SHMSIZE": "{} cannot be opened: the disk is full. Nothing was changed.",
    "SQLITE_IOERR": "{} cannot be read or written: the disk reports a fault.",
    "SQLITE_NOTADB": "{} is no application database of Tamis, or is damaged; restore it from a backup.",
    "SQLITE_CORRUPT": "{} is damaged; restore it from a backup.",
    # A table or a column is not where a migration has put it.
    "SQLITE_ERROR": INCOMPLETE,
}


@contextmanager
def told(name: str) -> Iterator[None]:
    """Faults of the database of that name are raised as UsageError; mistakes of the program as they are."""
    from django.db import Error

    try:
        yield
    except Error as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        raise UsageError(sentence.format(name)) from error


def _sentence(error: Exception) -> str | None:
    """None for a fault that is a mistake of the program."""
    from django.db import InterfaceError, NotSupportedError, OperationalError

    # Django's migrations raise a fault of their own while they answer the database's.
    cause = error.__cause__ or getattr(error.__context__, "__cause__", None)
    if isinstance(error, NotSupportedError) and "PostgreSQL" in str(error):
        return "{} is on a server that is too old; PostgreSQL 14 or newer is needed."
    if name := getattr(cause, "sqlite_errorname", None):
        return next((words for begin, words in _OF_SQLITE.items() if str(name).startswith(begin)), None)
    if state := getattr(cause, "sqlstate", None):
        return sentence_of(str(state))
    return unreachable(str(cause)) if isinstance(error, (OperationalError, InterfaceError)) else None
