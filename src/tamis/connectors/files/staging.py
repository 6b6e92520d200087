"""Text files, row by row, into a raw table of the engine: the way that is always right, whatever the file holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from tamis.connectors.files.columns import Column
from tamis.connectors.files.csv_rows import OUT_OF_PLACE, csv_cells, read_header
from tamis.connectors.files.folder import Ending, TableFile, TableFiles
from tamis.connectors.files.json_rows import Value, json_rows
from tamis.connectors.files.rejects import FileLog, RejectLog
from tamis.connectors.files.source import Source, check_names, check_number, check_required, joined, point_only
from tamis.engine import DuckDBEngine
from tamis.errors import DataError

# A batch is handed over when it has this many rows or characters, whichever comes first.
# So few go as parameters: loading Arrow, and with it pandas where there is one, would take longer.
_FEW_CELLS = 100_000
_BATCH_ROWS, _BATCH_TEXT = 50_000, 16 * 1024 * 1024


def stage(engine: DuckDBEngine, files: TableFiles, *, number: int, required: Sequence[str], log: RejectLog) -> Source:
    """The table's files as one raw table. Raises DataError with everything that makes one of them unreadable."""
    staged = _Staged(engine, f"raw_{number}")
    errors: list[DataError] = []
    read = _read_csv if files.ending in (Ending.CSV, Ending.CSV_GZ) else _read_json
    for f, file in enumerate(files.files):
        try:
            with log.of(number, f) as file_log:
                read(staged, file, f=f, required=required, log=file_log)
        except DataError as error:
            errors.append(error)
    if errors:
        raise joined(errors)
    staged.finish()
    columns = {
        name: Column(
            name, f"c{i}", items=f"l{i}" if i in staged.lists else "", point_only=point_only(staged.separators)
        )
        for name, i in staged.names.items()
    }
    return Source(number, files, columns, staged.table, staged.table, tuple(staged.separators))


class _Staged:
    """The raw table while it grows: rows are gathered by column and handed over in batches."""

    def __init__(self, engine: DuckDBEngine, table: str) -> None:
        self._engine, self.table = engine, table
        self.names: dict[str, int] = {}
        self.lists: set[int] = set()
        self.separators: list[str] = []
        self._present: set[str] = {"line"}
        engine.sql(f"CREATE TEMP TABLE {table} (f INTEGER, line BIGINT)")

    def finish(self) -> None:
        for i in self.names.values():
            self._ensure(f"c{i}", "VARCHAR")

    def add(self, f: int, lines: list[int], cells: dict[str, Sequence[Value | None]]) -> None:
        """Adds a batch of rows, cells by column name; a blank cell is None or empty."""
        batch: dict[str, tuple[str, Sequence[Any]]] = {"line": ("BIGINT", lines)}
        for name, values in cells.items():
            i = self.names.setdefault(name, len(self.names))
            batch |= _columns(i, values)
            self.lists |= {i} if f"l{i}" in batch else set()
        for column, (type, _) in batch.items():
            self._ensure(column, type)
        self._insert(f, batch, len(lines) * len(batch))

    def _insert(self, f: int, batch: dict[str, tuple[str, Sequence[Any]]], cells: int) -> None:
        chosen = ", ".join(f"nullif({column}, '')" if column.startswith("c") else column for column in batch)
        insert = f"INSERT INTO {self.table} (f, {', '.join(batch)}) SELECT {f}, {chosen} FROM"
        if cells <= _FEW_CELLS:
            lists = ", ".join(f"unnest(?::{type}[]) AS {column}" for column, (type, _) in batch.items())
            self._engine.sql(f"{insert} (SELECT {lists})", [list(values) for _, values in batch.values()])
            return
        self._engine.connection.register("batch", _arrow(batch))
        self._engine.sql(f"{insert} batch")
        self._engine.connection.unregister("batch")

    def _ensure(self, column: str, type: str) -> None:
        if column not in self._present:
            self._engine.sql(f"ALTER TABLE {self.table} ADD COLUMN {column} {type}")
            self._present.add(column)


def _columns(i: int, values: Sequence[Value | None]) -> Iterator[tuple[str, tuple[str, Sequence[Any]]]]:
    """The physical columns of a batch's values: its texts and, if there are any, its lists."""
    listed = [value if isinstance(value, list) else None for value in values]
    if any(value is not None for value in listed):
        yield f"l{i}", ("VARCHAR[]", listed)
        values = [None if isinstance(value, list) else value for value in values]
    yield f"c{i}", ("VARCHAR", values)


def _arrow(batch: dict[str, tuple[str, Sequence[Any]]]) -> Any:
    import pyarrow

    text = pyarrow.large_string()
    types = {"BIGINT": pyarrow.int64(), "VARCHAR": text, "VARCHAR[]": pyarrow.list_(text)}
    return pyarrow.table({column: pyarrow.array(values, types[type]) for column, (type, values) in batch.items()})


@dataclass
class _Batch:
    lines: list[int] = field(default_factory=list)
    rows: list[Any] = field(default_factory=list)
    length: int = 0

    def add(self, line: int, row: Any, *, cells: int, text: int) -> bool:
        """Takes a row of so many cells and characters; tells whether the batch is full."""
        self.lines.append(line)
        self.rows.append(row)
        # A cell takes memory even if it is blank.
        self.length += 8 * cells + text
        return len(self.rows) >= _BATCH_ROWS or self.length >= _BATCH_TEXT


def _read_csv(staged: _Staged, file: TableFile, *, f: int, required: Sequence[str], log: FileLog) -> None:
    header = read_header(file, required)
    check_names(file, header.names)
    check_required(file, header.names, required)
    for name in header.names:
        staged.names.setdefault(name, len(staged.names)) if name else None
    staged.separators.append(header.separator)
    rows, batch, width = csv_cells(file, header.separator), _Batch(), len(header.names)
    next(rows)
    for line, cells in rows:
        if cells is None or len(cells) > width:
            log.reject_line(line, OUT_OF_PLACE if cells is None else "the row has more cells than the header")
        elif batch.add(line, cells, cells=width, text=len("".join(cells))):
            _add_cells(staged, f, header.names, batch)
            batch = _Batch()
    _add_cells(staged, f, header.names, batch)


def _add_cells(staged: _Staged, f: int, names: list[str], batch: _Batch) -> None:
    if batch.rows:
        by_column = list(zip_longest(*batch.rows))
        by_column += [(None,) * len(batch.rows)] * (len(names) - len(by_column))
        staged.add(f, batch.lines, {name: cells for name, cells in zip(names, by_column, strict=True) if name})


def _read_json(staged: _Staged, file: TableFile, *, f: int, required: Sequence[str], log: FileLog) -> None:
    batch, seen, count = _Batch(), set[str](), 0
    staged.separators.append("")
    for row in json_rows(file):
        if row.problem:
            log.reject_line(row.line, row.problem)
            continue
        count += 1
        if not row.values.keys() <= seen:
            seen |= row.values.keys()
            check_number(file, len(seen))
        if batch.add(row.line, row.values, cells=len(seen), text=len(row.text)):
            _add_values(staged, f, batch)
            batch = _Batch()
    _add_values(staged, f, batch)
    if count:
        check_required(file, seen, required)


def _add_values(staged: _Staged, f: int, batch: _Batch) -> None:
    if batch.rows:
        names = dict.fromkeys(name for row in batch.rows for name in row)
        staged.add(f, batch.lines, {name: [row.get(name) for row in batch.rows] for name in names})
