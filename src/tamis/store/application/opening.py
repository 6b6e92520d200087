"""Opening an application database: made if it is not there, brought up to date if an older Tamis wrote it."""

from __future__ import annotations

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
    connection = connect(place)
    try:
        with connection.reading():
            connection.database.prepare(connection)
    except BaseException:
        connection.close()
        raise
    return Application(connection)


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
