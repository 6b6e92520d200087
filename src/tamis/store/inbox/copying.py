"""An inbox on a server copied into a file, and a file onto a server: for backups."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from tamis.errors import UsageError
from tamis.store.inbox.faults import InboxFailed
from tamis.store.inbox.file_connection import connect as connect_file
from tamis.store.inbox.file_connection import transaction
from tamis.store.inbox.file_faults import failures_named as file_failures_named
from tamis.store.inbox.file_home import FileHome
from tamis.store.inbox.server_connection import connect, failures_named
from tamis.store.inbox.server_home import ServerHome, bring_up_to_date
from tamis.store.inbox.server_schema import PUTTING, SCHEMA
from tamis.store.postgresql.place import SharedDatabase

# In this order they can be filled, and in the reverse order emptied.
_TABLES = {
    "sources": ("id", "name", "created_at", "rotated_at", "revoked_at"),
    "keys": ("hash", "source", "ends_at"),
    "seen": ("source", "id", "n"),
    "messages": ("n", "source", "id", "body"),
}
# The ids of messages are texts in a file, and UTF-8 on a server.
_OF_MESSAGES = {"seen": 1, "messages": 2}
_AT_ONCE = 2_000


def write_inbox_copy(place: SharedDatabase, file: Path) -> None:
    """Everything in an inbox on a server, as of one moment, into a file that is not there yet."""
    ServerHome(place).prepare()
    FileHome(file).prepare()
    with (
        _told(),
        failures_named(place.name),
        file_failures_named(file),
        closing(connect(place)) as source,
        closing(connect_file(file)) as target,
        transaction(target),
    ):
        source.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for table in _TABLES:
            _write_table(source, target, table)
        _count_on_in_file(source, target)


def fill_inbox(connection: Any, place: SharedDatabase, file: Path) -> None:
    """Everything in a file, or nothing if it is not there, becomes the inbox of a server's database.

    It is part of the caller's transaction: `connection` is one of psycopg. Nobody puts anything in until that ends.
    """
    with _told(), failures_named(place.name):
        bring_up_to_date(connection)
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (PUTTING,))
        connection.execute(f"TRUNCATE {', '.join(f'{SCHEMA}.{table}' for table in reversed(_TABLES))}")
        connection.execute(f"UPDATE {SCHEMA}.told_apart SET upto = 0")
        connection.execute(f"DELETE FROM {SCHEMA}.taker")
        if file.is_file():
            with file_failures_named(file), closing(connect_file(file)) as source:
                for table in _TABLES:
                    _fill_table(source, connection, table)
                _count_on_on_server(source, connection)


def _write_table(source: Any, target: sqlite3.Connection, table: str) -> None:
    columns = _TABLES[table]
    places = ", ".join("?" * len(columns))
    with source.cursor(name="copied", binary=True) as cursor:
        cursor.itersize = _AT_ONCE
        cursor.execute(f"SELECT {', '.join(columns)} FROM {SCHEMA}.{table} ORDER BY 1, 2")
        rows = (_with_id(table, row, bytes.decode) for row in cursor)
        target.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", rows)


def _fill_table(source: sqlite3.Connection, target: Any, table: str) -> None:
    columns = ", ".join(_TABLES[table])
    with target.cursor() as cursor, cursor.copy(f"COPY {SCHEMA}.{table} ({columns}) FROM STDIN") as copy:
        for row in source.execute(f"SELECT {columns} FROM {table} ORDER BY 1, 2"):
            copy.write_row(_with_id(table, row, str.encode))


def _with_id(table: str, row: tuple[Any, ...], turned: Any) -> tuple[Any, ...]:
    place = _OF_MESSAGES.get(table)
    return row if place is None else (*row[:place], turned(row[place]), *row[place + 1 :])


def _count_on_in_file(source: Any, target: sqlite3.Connection) -> None:
    """The next message gets a number above all that were ever given."""
    (last,) = source.execute(f"SELECT last_value FROM {SCHEMA}.messages_n_seq").fetchone()
    target.execute("DELETE FROM sqlite_sequence WHERE name = 'messages'")
    target.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('messages', ?)", (last,))
    target.execute("UPDATE told_apart SET upto = ?", source.execute(f"SELECT upto FROM {SCHEMA}.told_apart").fetchone())


def _count_on_on_server(source: sqlite3.Connection, target: Any) -> None:
    numbers = source.execute("SELECT seq FROM sqlite_sequence WHERE name = 'messages'").fetchone() or (0,)
    (sources,) = source.execute("SELECT coalesce(max(id), 0) FROM sources").fetchone()
    # Unlike setval, this is undone with the transaction.
    target.execute(f"ALTER TABLE {SCHEMA}.messages ALTER COLUMN n RESTART WITH {int(numbers[0]) + 1}")
    target.execute(f"ALTER TABLE {SCHEMA}.sources ALTER COLUMN id RESTART WITH {int(sources) + 1}")
    target.execute(
        f"UPDATE {SCHEMA}.told_apart SET upto = %s", source.execute("SELECT upto FROM told_apart").fetchone()
    )


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except InboxFailed as error:
        raise UsageError(str(error)) from error
