"""The rows of the inbox: appended as they come, told apart from repeats before anyone reads them, removed when done.

Not told apart as they come: ids are random, so that every row would dirty a page of its own in the index of all ids.
That made a commit of 320 rows cost 5 times as much as appending them alone, and 8 times with 300,000 ids in the index.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import chain

Row = tuple[int, str, bytes]
"""Source, id of the message, the message."""

# A statement has at most 32,766 parameters (https://sqlite.org/limits.html).
_ROWS_A_STATEMENT = 5_000
# What is written at once while whoever stores has to wait.
_ROWS_A_TURN = 2_000


def append(connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
    """Puts rows at the end, inside the caller's transaction.

    A statement holds many: after each one a thread waits for Python's lock, for 5 ms while others compute.
    """
    for start in range(0, len(rows), _ROWS_A_STATEMENT):
        some = rows[start : start + _ROWS_A_STATEMENT]
        places = ", ".join(["(?, ?, ?)"] * len(some))
        connection.execute(f"INSERT INTO messages (source, id, body) VALUES {places}", tuple(chain.from_iterable(some)))


def tell_apart(connection: sqlite3.Connection) -> bool:
    """Removes the repeats among the next rows, inside the caller's transaction; False if there are no more rows."""
    after = _told_apart(connection)
    (upto,) = connection.execute(
        "SELECT max(n) FROM (SELECT n FROM messages WHERE n > ? ORDER BY n LIMIT ?)", (after, _ROWS_A_TURN)
    ).fetchone()
    if upto is None:
        return False
    # In the order of the index, which is read and written through once.
    connection.execute(
        "INSERT INTO seen SELECT source, id, min(n) FROM messages WHERE n > ? AND n <= ? GROUP BY source, id "
        "ORDER BY source, id ON CONFLICT DO NOTHING",
        (after, upto),
    )
    connection.execute(
        "DELETE FROM messages WHERE n > ? AND n <= ? "
        "AND n <> (SELECT seen.n FROM seen WHERE seen.source = messages.source AND seen.id = messages.id)",
        (after, upto),
    )
    connection.execute("UPDATE told_apart SET upto = ?", (upto,))
    return True


def rows_after(connection: sqlite3.Connection, after: int, most: int) -> list[tuple[int, str, bytes]]:
    """Number, name of the source and message of at most so many rows that are no repeats, oldest first."""
    return connection.execute(
        "SELECT messages.n, name, body FROM messages JOIN sources ON sources.id = source "
        "WHERE n > ? AND n <= (SELECT upto FROM told_apart) ORDER BY n LIMIT ?",
        (after, most),
    ).fetchall()


def remove(connection: sqlite3.Connection, upto: int) -> bool:
    """Removes some of the rows up to a number, none that may be a repeat; False if there are no more."""
    removed = connection.execute(
        "DELETE FROM messages WHERE n IN (SELECT n FROM messages WHERE n <= ? ORDER BY n LIMIT ?)",
        (min(upto, _told_apart(connection)), _ROWS_A_TURN),
    )
    return removed.rowcount > 0


def depth(connection: sqlite3.Connection) -> int:
    """How many rows there are, or more where repeats were removed from among them; quick however many there are."""
    (number,) = connection.execute(
        "SELECT ifnull((SELECT max(n) FROM messages) - (SELECT min(n) FROM messages) + 1, 0)"
    ).fetchone()
    return int(number)


def _told_apart(connection: sqlite3.Connection) -> int:
    (upto,) = connection.execute("SELECT upto FROM told_apart").fetchone()
    return int(upto)
