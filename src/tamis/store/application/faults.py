"""What SQLite could not do, in a sentence for the person who has to act."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tamis.errors import UsageError

# By the beginning of SQLite's name of the fault: https://sqlite.org/rescode.html
_SENTENCES = {
    "SQLITE_BUSY": "{} is being written by another process, for longer than 10 seconds; try again.",
    "SQLITE_LOCKED": "{} is being written by another process, for longer than 10 seconds; try again.",
    "SQLITE_READONLY": "{} cannot be written; allow it for the file and its folder.",
    "SQLITE_CANTOPEN": "{} cannot be opened; its folder has to be there, and both may have to be made writable.",
    "SQLITE_PERM": "{} cannot be opened; allow reading and writing for the file and its folder.",
    "SQLITE_FULL": "{} cannot be written: the disk is full. Nothing was changed.",
    "SQLITE_IOERR": "{} cannot be read or written: the disk reports a fault.",
    "SQLITE_NOTADB": "{} is no application database of Tamis, or is damaged; restore it from a backup.",
    "SQLITE_CORRUPT": "{} is damaged; restore it from a backup.",
    # A table or a column is not where a migration has put it.
    "SQLITE_ERROR": "{} is damaged: it lacks a table of Tamis. Restore it from a backup.",
}


@contextmanager
def told(file: Path) -> Iterator[None]:
    """Faults of the database file inside are raised as UsageError; mistakes of the program as they are."""
    from django.db import DatabaseError

    try:
        yield
    except DatabaseError as error:
        name = getattr(error.__cause__, "sqlite_errorname", "")
        sentence = next((words for begin, words in _SENTENCES.items() if name.startswith(begin)), None)
        if sentence is None:
            raise
        raise UsageError(sentence.format(f'"{file}"')) from error
