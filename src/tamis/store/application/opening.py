"""Opening an application database: made if it is not there, brought up to date if an older Tamis wrote it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tamis.store.application.application import Application
from tamis.store.application.connection import Connection, Database
from tamis.store.application.file_database import FileDatabase
from tamis.store.application.server_database import ServerDatabase
from tamis.store.postgresql.place import SharedDatabase


def open_application(place: Path | SharedDatabase) -> Application:
    """The application database in a file, made if need be, or on a server; migrated if need be.

    Raises UsageError for one that is none, is damaged, comes from a newer Tamis, or cannot be written; and on a server
    for one that cannot be reached, is another workspace's, or is empty though it should not be.
    """
    together = getattr(_HERE, "together", None)
    return _opened(place) if together is None else together.open(place)


@contextmanager
def opening_once() -> Iterator[None]:
    """Inside, whatever this thread opens stays open until the end, for whoever opens it again: to look into a file and
    find it whole takes longer than most questions to it, and a page asks five times."""
    if hasattr(_HERE, "together"):
        yield
        return
    with ExitStack() as closing:
        _HERE.together = _Together(closing)
        try:
            yield
        finally:
            del _HERE.together


class _Together:
    """The application databases that a thread has open, by their places."""

    def __init__(self, closing: ExitStack) -> None:
        self._closing = closing
        self._opened: dict[Path | SharedDatabase, Connection] = {}

    def open(self, place: Path | SharedDatabase) -> Application:
        connection = self._opened.get(place)
        if connection is None:
            connection = self._opened[place] = _prepared(place)
            self._closing.callback(connection.close)
        elif connection.django.in_atomic_block:
            # Whoever looks in the middle of what somebody writes sees nothing of it.
            return _opened(place)
        return Application(connection, is_kept_open=True)


_HERE = threading.local()


def _opened(place: Path | SharedDatabase) -> Application:
    return Application(_prepared(place))


def _prepared(place: Path | SharedDatabase) -> Connection:
    connection = connect(place)
    try:
        with connection.reading():
            connection.database.prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def connect(place: Path | SharedDatabase) -> Connection:
    """A database as it is, neither made nor migrated."""
    database = _database(place)
    database.refuse_unusable()
    return Connection(database)


def django_database(place: Path | SharedDatabase) -> dict[str, Any]:
    """A database as Django's settings name it, for a process that sets Django up for the web."""
    return {**_database(place).settings(), "CONN_MAX_AGE": None}


def _database(place: Path | SharedDatabase) -> Database:
    return FileDatabase(place) if isinstance(place, Path) else ServerDatabase(place)
