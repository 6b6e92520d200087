"""SQLite, in memory: the engine of a few records.

DuckDB takes a millisecond or so for each step of a statement, however few rows there are, and the explanation of a
score has hundreds of steps: a third of a second for one record, where SQLite takes five milliseconds. It says the same
of every definition: the tests of the specification and the drawn ones run on both.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from tamis.engine.query import Query

# Of those which the compiler's expressions need, the last came with this version: FULL JOIN.
_OLDEST = (3, 39)
_MOST_STATEMENTS = 256
_INSTANT = ":instant"


class TooMuch(Exception):
    """What SQLite cannot do, or not quickly: let DuckDB do it."""


class SQLiteEngine:
    """A database in memory, for one thread at a time. It raises `TooMuch` for a statement that it cannot do.

    To read and plan a long statement takes SQLite twenty times as long as to run it, so one that was asked before is
    kept as it was planned, as long as no table gets other columns.
    """

    dialect = "sqlite"

    def __init__(self) -> None:
        if sqlite3.sqlite_version_info < _OLDEST:
            raise TooMuch
        self._connection = sqlite3.connect(
            ":memory:", isolation_level=None, check_same_thread=False, cached_statements=_MOST_STATEMENTS
        )
        self._columns: dict[str, tuple[str, ...]] = {}
        #: Of what tables it has a copy, empty or not.
        self.copied: object = None
        # SQLite's own knows ASCII only.
        self._connection.create_function("lower", 1, _lower, deterministic=True)

    def keep(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Makes a table of rows, in place of what there was of that name."""
        places = ", ".join("?" for _ in columns)
        with _Telling():
            self._make(table, tuple(columns))
            self._connection.executemany(f"INSERT INTO {_quoted(table)} VALUES ({places})", rows)

    def clear(self) -> None:
        """Empties all tables."""
        with _Telling():
            for table in self._columns:
                self._connection.execute(f"DELETE FROM {_quoted(table)}")

    def _make(self, table: str, columns: tuple[str, ...]) -> None:
        if self._columns.get(table) == columns:
            self._connection.execute(f"DELETE FROM {_quoted(table)}")
            return
        self._columns.pop(table, None)
        self._connection.execute(f"DROP TABLE IF EXISTS {_quoted(table)}")
        self._connection.execute(f"CREATE TABLE {_quoted(table)} ({', '.join(_quoted(column) for column in columns)})")
        self._columns[table] = columns

    def choose(self, table: str, numbers: Sequence[int]) -> None:
        """Makes a table of one column, `n`, in the same way."""
        self.keep(table, ("n",), ((number,) for number in numbers))

    def dicts(self, query: Query, as_of: int) -> list[Mapping[str, Any]]:
        """The rows of a query, as of an instant (microseconds since the epoch, UTC)."""
        with _Telling():
            cursor = self._connection.execute(query.text_with(_INSTANT), {_INSTANT[1:]: as_of})
            names = [column[0] for column in cursor.description or ()]
            # SQLite has no truth values, and gives whole numbers as it sees fit.
            turned = [(place, query.kinds[name]) for place, name in enumerate(names) if name in query.kinds]
            return [dict(zip(names, _turned(row, turned), strict=True)) for row in cursor]

    def close(self) -> None:
        """Gives the memory back."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Telling:
    """Turns what SQLite cannot do into `TooMuch`: a statement too deep, a sum too large, a value that it has no place
    for."""

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, sqlite3.Error | OverflowError):
            raise TooMuch from error


def _turned(row: Sequence[Any], turned: Sequence[tuple[int, Callable[[Any], Any]]]) -> Sequence[Any]:
    values = list(row)
    for place, kind in turned:
        if values[place] is not None:
            values[place] = kind(values[place])
    return values


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _lower(text: str | None) -> str | None:
    """As DuckDB: each sign by itself, whatever stands beside it.

    >>> _lower("ΑΣ"), _lower("İ")
    ('ασ', 'i')
    """
    if text is None or text.isascii():
        return text and text.lower()
    return "".join("i" if sign == "İ" else sign.lower() for sign in text)
