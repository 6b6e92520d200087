"""The rows of the inbox: put in once, read in the order in which they came, removed when the warehouse has them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import chain

Row = tuple[int, str, bytes]
"""Source, id of the message, the message."""

# A statement has at most 32,766 parameters (https://sqlite.org/limits.html), and a row needs two.
_ROWS_A_STATEMENT = 2000
# What `remove` deletes at once, while whoever stores waits.
_ROWS_A_REMOVAL = 5000


def insert_new(connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
    """Puts in what never came before, inside the caller's transaction.

    A statement holds many rows: after each one a thread waits for Python's lock, for 5 ms if others compute.
    """
    first: dict[tuple[int, str], bytes] = {}
    for source, id, body in rows:
        first.setdefault((source, id), body)
    for keys in _chunks(list(first)):
        known = set(_seen(connection, keys))
        new = [key for key in keys if key not in known]
        if new:
            _insert(connection, "seen (source, id)", 2, list(chain(*new)))
            _insert(connection, "messages (source, body)", 2, [part for key in new for part in (key[0], first[key])])


def rows_after(connection: sqlite3.Connection, after: int, most: int) -> list[tuple[int, str, bytes]]:
    """Number, name of the source and message of at most so many rows, oldest first."""
    return connection.execute(
        "SELECT n, name, body FROM messages JOIN sources ON sources.id = source WHERE n > ? ORDER BY n LIMIT ?",
        (after, most),
    ).fetchall()


def remove(connection: sqlite3.Connection, upto: int) -> None:
    """Removes the rows up to a number, a few thousand at a time, so that nobody who stores waits for long."""
    while connection.execute(
        "DELETE FROM messages WHERE n IN (SELECT n FROM messages WHERE n <= ? ORDER BY n LIMIT ?)",
        (upto, _ROWS_A_REMOVAL),
    ).rowcount:
        pass


def _seen(connection: sqlite3.Connection, keys: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    return connection.execute(
        f"WITH came (source, id) AS (VALUES {_places(2, len(keys))}) "
        "SELECT source, id FROM came JOIN seen USING (source, id)",
        list(chain(*keys)),
    ).fetchall()


def _insert(connection: sqlite3.Connection, into: str, width: int, params: Sequence[object]) -> None:
    connection.execute(f"INSERT INTO {into} VALUES {_places(width, len(params) // width)}", params)


def _places(width: int, rows: int) -> str:
    row = f"({', '.join('?' * width)})"
    return ", ".join([row] * rows)


def _chunks(keys: Sequence[tuple[int, str]]) -> Iterator[Sequence[tuple[int, str]]]:
    return (keys[start : start + _ROWS_A_STATEMENT] for start in range(0, len(keys), _ROWS_A_STATEMENT))
