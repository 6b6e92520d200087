"""A warehouse that is open: its engine, and what its tables hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, get_ident
from types import TracebackType
from typing import Any, Self

import duckdb

from tamis.compile.catalog import Catalog
from tamis.engine import DuckDBEngine
from tamis.errors import InUse, UsageError
from tamis.store.warehouse.schema import FORMAT, STEPS, UNPACKING, empty_warehouse
from tamis.store.warehouse.shapes import KeptCatalog, changes_records, changes_shapes, read_catalog
from tamis.store.warehouse.various_texts import unpack_kept


class Warehouse:
    """The database file of a workspace, attached as `warehouse`; closed at the end of the `with` block.

    One process at a time may have it open.
    """

    def __init__(self, engine: DuckDBEngine, kept_catalog: KeptCatalog | None = None) -> None:
        self.engine = engine
        self._kept_catalog = kept_catalog or KeptCatalog()
        self._is_together = self._has_changed_shapes = self._has_changed_records = False
        self._sessions: list[tuple[int, Warehouse]] = []
        self._turn = Lock()
        engine.heard = self._hear

    def rows(self, sql: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return list(self.engine.sql(sql, params).fetchall())

    def one(self, sql: str, params: Sequence[object] = ()) -> Any:
        """The only value of a query, or the number of rows that a statement wrote."""
        [(value, *_)] = self.rows(sql, params)
        return value

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Within, everything is written or nothing is."""
        self.engine.sql("BEGIN")
        self._is_together = True
        try:
            yield
        except BaseException:
            self._is_together = self._has_changed_shapes = self._has_changed_records = False
            self.engine.sql("ROLLBACK")
            raise
        self._is_together = False
        self.engine.sql("COMMIT")
        self._tell_changed()

    def _hear(self, statement: str) -> None:
        self._has_changed_shapes |= changes_shapes(statement)
        self._has_changed_records |= changes_records(statement)
        if not self._is_together:
            self._tell_changed()

    def _tell_changed(self) -> None:
        """Tells all sessions what this one has written, which they can see now."""
        if self._has_changed_shapes:
            self._has_changed_shapes = False
            self._kept_catalog.changed()
        if self._has_changed_records:
            self._has_changed_records = False
            self._kept_catalog.records_changed()

    @property
    def records_version(self) -> int:
        """Another number whenever there are other records or some have other properties, of this process only."""
        return self._kept_catalog.records_version

    @contextmanager
    def current(self, database: str) -> Iterator[None]:
        """Within, bare names of tables are those of another attached database."""
        before = self.one("SELECT current_database()")
        self.engine.sql(f"USE {database}")
        try:
            yield
        finally:
            self.engine.sql(f"USE {before}")

    @property
    def time_zone(self) -> str:
        """The time zone in which dates begin."""
        return str(self.setting("time_zone"))

    @property
    def changed_at(self) -> int | None:
        """When data was last taken in (microseconds since the epoch, UTC): values that are older do not know of it."""
        found = self.setting("changed_at")
        return None if found is None else int(found)

    def note(self, name: str, value: str) -> None:
        """Writes a setting, in place of what it was."""
        self.engine.sql("DELETE FROM warehouse.settings WHERE name = ?", [name])
        self.engine.sql("INSERT INTO warehouse.settings VALUES (?, ?)", [name, value])

    def setting(self, name: str) -> str | None:
        """A setting that was noted, if it was."""
        found = self.rows("SELECT value FROM warehouse.settings WHERE name = ?", [name])
        return found[0][0] if found else None

    def catalog(self) -> Catalog:
        """What the tables hold, in the customer's names."""
        return read_catalog(self) if self._has_changed_shapes else self._kept_catalog.of(self)

    def columns(self, table: str) -> list[str]:
        """The names of a table's columns, in their order, as the tables hold them."""
        # Of one table alone: DuckDB's list of all columns took a sixth of the time of a small import.
        return [name for (name,) in self.rows("SELECT name FROM pragma_table_info(?)", [f"warehouse.{table}"])]

    def objects(self) -> dict[str, int]:
        """The number of each object type: its tables are `records_NUMBER` and `changes_NUMBER`."""
        return dict(self.rows("SELECT object, number FROM warehouse.objects ORDER BY number"))

    @contextmanager
    def session(self, *, is_current: bool = True) -> Iterator[Warehouse]:
        """The same warehouse, held open by this process, as if it had been opened anew."""
        with self.engine.session("warehouse" if is_current else None) as engine:
            opened = get_ident(), Warehouse(engine, self._kept_catalog)
            with self._turn:
                self._sessions.append(opened)
            try:
                yield opened[1]
            finally:
                with self._turn:
                    self._sessions.remove(opened)

    def interrupt(self, thread: int) -> None:
        """Breaks off what is running in the sessions that a thread opened; see `DuckDBEngine.interrupt`."""
        with self._turn:
            for opener, warehouse in self._sessions:
                if opener == thread:
                    warehouse.engine.interrupt()

    def close(self) -> None:
        """Closes the file; another process may then open it."""
        self.engine.close()

    def __enter__(self) -> Self:
        self.engine.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.engine.__exit__(kind, error, trace)


def create_warehouse(file: Path, *, time_zone: str) -> None:
    """Makes an empty warehouse. Raises UsageError where there is such a file already."""
    if file.exists():
        raise UsageError(f"There is a warehouse already: {file}.")
    with DuckDBEngine.open() as engine:
        _attach(engine, file)
        warehouse = Warehouse(engine)
        with warehouse.transaction():
            for statement, params in empty_warehouse(time_zone):
                engine.sql(statement, params)


def open_warehouse(file: Path, *, is_current: bool = True) -> Warehouse:
    """Opens a warehouse. Where it is the current database its tables go by their bare names, as in a compiled score;
    otherwise bare names are those of tables beside it, such as the loader makes.

    Raises UsageError for a file that is not there, is none, or is of a newer Tamis; InUse for one that another
    process has open.
    """
    if not file.is_file():
        raise UsageError(f"There is no warehouse {file}.")
    engine = DuckDBEngine.open()
    try:
        _attach(engine, file)
        _bring_up_to_date(engine, file)
        if is_current:
            engine.sql("USE warehouse")
    except BaseException:
        engine.close()
        raise
    return Warehouse(engine)


def _attach(engine: DuckDBEngine, file: Path) -> None:
    path = str(file).replace("'", "''")
    try:
        engine.sql(f"ATTACH '{path}' AS warehouse (TYPE duckdb)")
    except duckdb.Error as error:
        if "lock on file" in str(error):
            raise InUse(f"{file} is in use by another Tamis command; try again when that has ended.") from error
        if "Permission denied" in str(error) or "Read-only file system" in str(error):
            raise UsageError(f"{file} cannot be written; allow it for the file and its folder.") from error
        raise UsageError(f"{file} is no warehouse of Tamis, or is damaged.") from error


def _bring_up_to_date(engine: DuckDBEngine, file: Path) -> None:
    """A warehouse that an earlier Tamis wrote becomes one of this format, all at once."""
    found = _format(engine, file)
    if found == FORMAT:
        return
    warehouse = Warehouse(engine)
    with warehouse.transaction():
        for step in range(found, FORMAT):
            for statement in STEPS[step]:
                engine.sql(statement)
            if step == UNPACKING:
                unpack_kept(warehouse)
        engine.sql("UPDATE warehouse.settings SET value = ? WHERE name = 'format'", [str(FORMAT)])


def _format(engine: DuckDBEngine, file: Path) -> int:
    try:
        [(found,)] = engine.sql("SELECT value::INTEGER FROM warehouse.settings WHERE name = 'format'").fetchall()
    except (duckdb.Error, ValueError) as error:
        raise UsageError(f"{file} is no warehouse of Tamis.") from error
    if found > FORMAT:
        raise UsageError(f"{file} was written by a newer Tamis; install that one, or a later one.")
    return int(found)
