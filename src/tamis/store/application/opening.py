"""Opening an application database: made if it is not there, brought up to date if an older Tamis wrote it."""

from __future__ import annotations

import os
from pathlib import Path
from pkgutil import iter_modules

from tamis.errors import UsageError
from tamis.store.application.application import Application
from tamis.store.application.connection import Connection

_APP = "application"
# "TAMI", in the place of the file that SQLite keeps for this: https://sqlite.org/pragma.html#pragma_application_id
_MARK = 0x54414D49
# Of processes that make the file at the same instant, each may get in the way of another once or twice.
_ATTEMPTS = 50
# How every file of SQLite begins: https://sqlite.org/fileformat.html
_SQLITE = b"SQLite format 3\x00"


def open_application(file: Path) -> Application:
    """The application database in a file, made or migrated if need be.

    Raises UsageError for a file that is none, is damaged, comes from a newer Tamis, or cannot be written.
    """
    _refuse_unusable(file)
    connection = Connection(file)
    try:
        with connection.reading():
            _prepare(connection)
    except BaseException:
        connection.close()
        raise
    return Application(connection)


def _prepare(connection: Connection) -> None:
    _refuse_foreign(connection)
    if _applied(connection) != _known():
        _migrate(connection)
    _let_readers_be(connection)


def _refuse_unusable(file: Path) -> None:
    """What SQLite would tell at the first draft, or never: it takes a file of a few bytes for an empty one."""
    if not file.parent.is_dir():
        raise UsageError(f'There is no folder "{file.parent}".')
    if not all(os.access(path, os.W_OK) for path in (file.parent, file) if path.exists()):
        raise UsageError(f'"{file}" cannot be written; allow it for the file and its folder.')
    if file.is_file() and file.stat().st_size and _beginning(file) != _SQLITE:
        raise UsageError(f'"{file}" is no application database of Tamis, or is damaged; restore it from a backup.')


def _refuse_foreign(connection: Connection) -> None:
    if _tables(connection) and connection.sql("PRAGMA application_id") != [(_MARK,)]:
        raise UsageError(f'"{connection.file}" is a database of another program, no application database of Tamis.')


def _beginning(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(len(_SQLITE))


def _migrate(connection: Connection) -> None:
    """All that is missing in one transaction: a process that is killed, or a second one, meets all of it or nothing."""
    # Django's schema editor wants them off, and inside a transaction they cannot be switched.
    connection.sql("PRAGMA foreign_keys = OFF")
    with connection.writing():
        _refuse_foreign(connection)
        if newer := _applied(connection) - _known():
            raise UsageError(
                f'"{connection.file}" was written by a newer Tamis (it knows {sorted(newer)[-1]}); upgrade Tamis.'
            )
        _apply_missing(connection)
        _mark(connection)
    connection.sql("PRAGMA foreign_keys = ON")


def _apply_missing(connection: Connection) -> None:
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection.django)
    executor.migrate(executor.loader.graph.leaf_nodes(_APP))


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


def _mark(connection: Connection) -> None:
    connection.sql(f"PRAGMA application_id = {_MARK}")


def _applied(connection: Connection) -> set[str]:
    """The names of the migrations that the file has had."""
    if "django_migrations" not in _tables(connection):
        return set()
    return {name for (name,) in connection.sql(f"SELECT name FROM django_migrations WHERE app = '{_APP}'")}


def _known() -> set[str]:
    """The names of the migrations of this Tamis; their modules are imported only if one is missing."""
    from tamis.store.application import migrations

    return {module.name for module in iter_modules(migrations.__path__)}


def _tables(connection: Connection) -> set[str]:
    return {name for (name,) in connection.sql("SELECT name FROM sqlite_master WHERE type = 'table'")}
