"""What the database could not do, in a sentence for the person who has to act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tamis.errors import UsageError

_BUSY = "{} is being written by another process, for longer than 10 seconds; try again."
_INCOMPLETE = "{} is damaged: it lacks a table of Tamis. Restore it from a backup."
# By the beginning of SQLite's name of the fault: https://sqlite.org/rescode.html
_OF_SQLITE = {
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_READONLY": "{} cannot be written; allow it for the file and its folder.",
    "SQLITE_CANTOPEN": "{} cannot be opened; its folder has to be there, and both may have to be made writable.",
    "SQLITE_PERM": "{} cannot be opened; allow reading and writing for the file and its folder.",
    "SQLITE_FULL": "{} cannot be written: the disk is full. Nothing was changed.",
    "SQLITE_IOERR": "{} cannot be read or written: the disk reports a fault.",
    "SQLITE_NOTADB": "{} is no application database of Tamis, or is damaged; restore it from a backup.",
    "SQLITE_CORRUPT": "{} is damaged; restore it from a backup.",
    # A table or a column is not where a migration has put it.
    "SQLITE_ERROR": _INCOMPLETE,
}
# By the beginning of PostgreSQL's code: https://www.postgresql.org/docs/current/errcodes-appendix.html
_OF_POSTGRESQL = {
    "08": "{} cannot be reached, or its server broke off; try again.",
    "25006": "{} cannot be written: its server only lets it be read.",
    "28": "{} refuses the user or the password.",
    "3D000": "{} is not there; make it with createdb.",
    "3F000": "{} lacks the schema that its tables belong in.",
    "40": _BUSY,
    "42501": "{} may not be used by this user; make the user its owner.",
    "42P01": _INCOMPLETE,
    "42703": _INCOMPLETE,
    "53100": "{} cannot be written: the disk of its server is full. Nothing was changed.",
    "53": "{} has too much to do on its server (connections or memory); try again.",
    "54": "{} cannot keep a name as long as that.",
    "55P03": _BUSY,
    "57": "{} is being shut down or started; try again.",
    "58": "{} cannot be read or written: its server reports a fault of the disk.",
    "XX": "{} is damaged; restore it from a backup.",
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
        return _beginning(_OF_SQLITE, str(name))
    if state := getattr(cause, "sqlstate", None):
        return _beginning(_OF_POSTGRESQL, str(state))
    return _unreachable(str(cause)) if isinstance(error, (OperationalError, InterfaceError)) else None


def _beginning(sentences: Mapping[str, str], code: str) -> str | None:
    return next((words for begin, words in sentences.items() if code.startswith(begin)), None)


def _unreachable(reason: str) -> str:
    """What went wrong before there was a connection has no code: only the words of the server or the system."""
    if "password" in reason or "authentication" in reason or "role" in reason:
        return _OF_POSTGRESQL["28"]
    if "database" in reason and "does not exist" in reason:
        return _OF_POSTGRESQL["3D000"]
    return _OF_POSTGRESQL["08"]
