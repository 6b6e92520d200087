"""DuckDB, in process: the engine of a laptop and of one server."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb


class DuckDBEngine:
    """One private database in a temporary folder, gone when closed; big work spills there instead of filling memory.

    `memory_limit` is what DuckDB's buffers may hold ("1GB"); by default, DuckDB's own (80 % of the machine).
    Extensions are neither fetched nor loaded: a definition or a file must not reach the network.
    """

    def __init__(self, directory: Path, *, threads: int | None, memory_limit: str | None) -> None:
        self._directory = directory
        settings: dict[str, str | bool | int | float | list[str]] = {
            "temp_directory": str(directory / "spill"),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            # Row order carries no meaning once rows are numbered, and keeping it costs memory.
            "preserve_insertion_order": False,
        }
        if threads:
            settings["threads"] = threads
        if memory_limit:
            settings["memory_limit"] = memory_limit
        self.connection = duckdb.connect(str(directory / "work.duckdb"), config=settings)
        self.connection.execute("SET TimeZone = 'UTC'")

    @classmethod
    def open(
        cls, directory: Path | None = None, *, threads: int | None = None, memory_limit: str | None = None
    ) -> Self:
        """A new engine; its files go into a new folder below `directory` (default: the system's temporary folder)."""
        return cls(Path(tempfile.mkdtemp(prefix="tamis-", dir=directory)), threads=threads, memory_limit=memory_limit)

    def sql(self, text: str, params: Sequence[object] = ()) -> duckdb.DuckDBPyConnection:
        """Runs one statement; the returned cursor holds its rows."""
        return self.connection.execute(text, list(params))

    def close(self) -> None:
        """Closes the database and deletes everything it wrote."""
        self.connection.close()
        shutil.rmtree(self._directory, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
