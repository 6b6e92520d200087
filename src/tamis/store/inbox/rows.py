"""The rows of the inbox: appended as they come, told apart from repeats before anyone reads them, removed when done.

Not told apart as they come: ids are random, so that every row would dirty a page of its own in the index of all ids.
That made a commit of 320 rows cost 5 times as much as appending them alone, and 8 times with 300,000 ids in the index
(in a file; in a server's database it is much the same).
"""

from __future__ import annotations

from typing import Any

from tamis.store.inbox.home import Connection

# What is written at once while whoever stores has to wait.
_ROWS_A_TURN = 2_000


def tell_apart(connection: Connection) -> bool:
    """Removes the repeats among the next rows, inside the caller's transaction; False if there are no more rows."""
    after = told_apart_upto(connection)
    ((upto,),) = connection.run(
        "SELECT max(n) FROM (SELECT n FROM messages WHERE n > ? ORDER BY n LIMIT ?) AS next", after, _ROWS_A_TURN
    )
    if upto is None:
        return False
    # In the order of the index, which is read and written through once.
    connection.run(
        "INSERT INTO seen SELECT source, id, min(n) FROM messages WHERE n > ? AND n <= ? GROUP BY source, id "
        "ORDER BY source, id ON CONFLICT DO NOTHING",
        after,
        upto,
    )
    connection.run(
        "DELETE FROM messages WHERE n > ? AND n <= ? "
        "AND n <> (SELECT seen.n FROM seen WHERE seen.source = messages.source AND seen.id = messages.id)",
        after,
        upto,
    )
    connection.run("UPDATE told_apart SET upto = ?", upto)
    return True


def rows_after(connection: Connection, after: int, most: int) -> list[tuple[Any, ...]]:
    """Number, name of the source and message of at most so many rows that are no repeats, oldest first."""
    return connection.run(
        "SELECT messages.n, name, body FROM messages JOIN sources ON sources.id = source "
        "WHERE n > ? AND n <= (SELECT upto FROM told_apart) ORDER BY n LIMIT ?",
        after,
        most,
    )


def remove(connection: Connection, upto: int) -> bool:
    """Removes some of the rows up to a number, none that may be a repeat; False if there are no more."""
    removed = connection.run(
        "DELETE FROM messages WHERE n IN (SELECT n FROM messages WHERE n <= ? ORDER BY n LIMIT ?) RETURNING n",
        min(upto, told_apart_upto(connection)),
        _ROWS_A_TURN,
    )
    return bool(removed)


def depth(connection: Connection) -> int:
    """How many rows there are, or more where repeats were removed from among them; quick however many there are."""
    ((number,),) = connection.run(
        "SELECT coalesce((SELECT max(n) FROM messages) - (SELECT min(n) FROM messages) + 1, 0)"
    )
    return int(number)


def told_apart_upto(connection: Connection) -> int:
    """The number up to which rows were told apart from repeats."""
    ((upto,),) = connection.run("SELECT upto FROM told_apart")
    return int(upto)
