"""DuckDB, in process: the engine of a laptop and of one server."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from functools import partial
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self
from weakref import finalize

import duckdb

from tamis.engine.faults import engine_error
from tamis.engine.query import Query


class DuckDBEngine:
    """One private database in a temporary folder, gone when closed; big work spills there instead of filling memory.

    `memory_limit` is what DuckDB's buffers may hold ("1GB"); by default, DuckDB's own (80 % of the machine).
    Extensions are neither fetched nor loaded: a definition or a file must not reach the network.
    As a context, it raises EngineError where the machine lacks memory or disk, or a number is too large.
    """

    dialect = "duckdb"

    def __init__(
        self, directory: Path, *, threads: int | None, memory_limit: str | None, outlasts_all: bool = False
    ) -> None:
        # Before the folder is there: a signal may come at any moment, and this clears up at the end of the process.
        self._clear: Callable[[], object] = finalize(self, _clear, directory)
        self._directory, self._database = directory, "work"
        #: Told of every statement that was run.
        self.heard: Callable[[str], object] | None = None
        # Sessions begin and end in any thread, and a connection is for one at a time.
        self._turn = Lock()
        try:
            directory.mkdir(mode=0o700)
            settings = _settings(directory, threads, memory_limit, outlasts_all=outlasts_all)
            self.connection = duckdb.connect(str(directory / "work.duckdb"), config=settings)
            self.connection.execute("SET TimeZone = 'UTC'")
            if outlasts_all:
                self.connection.execute("PRAGMA disable_checkpoint_on_shutdown")
            # And for all connections that are made of this one.
            self.connection.execute("SET GLOBAL TimeZone = 'UTC'")
        except BaseException:
            self._clear()
            raise

    @classmethod
    def open(
        cls,
        directory: Path | None = None,
        *,
        threads: int | None = None,
        memory_limit: str | None = None,
        outlasts_all: bool = False,
    ) -> Self:
        """A new engine; its files go into a new folder below `directory` (default: the system's temporary folder).

        `outlasts_all`: no database is attached to it that will be there after it. So nothing is waited for until it is
        on disk, where it would be deleted anyway.
        """
        folder = (directory or Path(tempfile.gettempdir())) / f"tamis-{secrets.token_hex(8)}"
        return cls(folder, threads=threads, memory_limit=memory_limit, outlasts_all=outlasts_all)

    def session(self, database: str | None = None) -> Self:
        """An engine of its own on the same attached databases, to be closed before this: bare names are those of one of
        them, or of an empty private one, which takes some milliseconds to make."""
        other = copy(self)
        other.heard = None
        if database is not None:
            other._database, other._clear = database, _nothing
            other._connect(self)
            return other
        other._database = f"work_{secrets.token_hex(4)}"
        file = self._directory / f"{other._database}.duckdb"
        with self._turn:
            self.connection.execute(f"ATTACH {_quoted(file)} AS {other._database}")
        other._connect(self)
        other._clear = partial(self._end_session, other._database, file)
        return other

    def _connect(self, other: Self) -> None:
        """By a connection made of that engine's own, which waits for its turn no longer than it must."""
        with self._turn:
            self.connection = other.connection.cursor()
        self.connection.execute(f"USE {self._database}")

    def _end_session(self, database: str, file: Path) -> None:
        with self._turn:
            self.connection.execute(f"DETACH {database}")
        file.unlink(missing_ok=True)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Another connection, to read with while a query is running; it sees the private database, not what is
        temporary."""
        cursor = self.connection.cursor()
        cursor.execute(f"USE {self._database}")
        return cursor

    def sql(self, text: str, params: Sequence[object] = ()) -> duckdb.DuckDBPyConnection:
        """Runs one statement; the returned cursor holds its rows."""
        found = self.connection.execute(text, list(params))
        if self.heard is not None:
            self.heard(text)
        return found

    def interrupt(self) -> None:
        """Breaks off what is running in this engine, from another thread; that raises duckdb.InterruptException."""
        self.connection.interrupt()

    @property
    def threads(self) -> int:
        """How many threads compute a statement at most, the one that runs it included."""
        [(threads,)] = self.sql("SELECT current_setting('threads')").fetchall()
        return int(threads)

    def use_threads(self, threads: int) -> None:
        """From now on so many compute a statement, in all sessions. Where some are at work that are one too many, it
        waits until they come to the end of a piece."""
        self.sql(f"SET GLOBAL threads = {threads:d}")

    def choose(self, table: str, numbers: Sequence[int]) -> None:
        """Makes a temporary table of one column, `n`, in place of what there was of that name."""
        self.sql(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT unnest(?::INTEGER[]) AS n", [list(numbers)])

    def dicts(self, query: Query, as_of: int) -> list[Mapping[str, Any]]:
        """The rows of a query, as of an instant (microseconds since the epoch, UTC)."""
        cursor = self.sql(query.at(as_of))
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def close(self) -> None:
        """Closes the database and deletes everything it wrote."""
        try:
            self.connection.close()
        finally:
            self._clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        if told := engine_error(error):
            raise told from error


def _settings(
    directory: Path, threads: int | None, memory_limit: str | None, *, outlasts_all: bool
) -> dict[str, str | bool | int | float | list[str]]:
    settings: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": str(directory / "spill"),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        # Row order carries no meaning once rows are numbered, and keeping it costs memory.
        "preserve_insertion_order": False,
    }
    if outlasts_all:
        settings["fsync_mode"] = "NONE"
    if threads:
        settings["threads"] = threads
    if memory_limit:
        settings["memory_limit"] = memory_limit
    return settings


def _nothing() -> None:
    """What there is to clear up after a session without a database of its own."""


def _quoted(file: Path) -> str:
    return "'" + str(file).replace("'", "''") + "'"


def _clear(directory: Path) -> None:
    try:
        shutil.rmtree(directory, ignore_errors=True)
    except BaseException:
        # A signal in the middle; only the first is heard.
        shutil.rmtree(directory, ignore_errors=True)
        raise
