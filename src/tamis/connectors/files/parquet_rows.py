"""Parquet files as a raw relation: read in place, their own types kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import duckdb

from tamis.connectors.files.columns import Column, Kind
from tamis.connectors.files.folder import TableFile, TableFiles
from tamis.connectors.files.source import Source, check_names, check_required, joined
from tamis.connectors.files.sql import path_literal
from tamis.definitions import read_instant
from tamis.engine import DuckDBEngine
from tamis.errors import DataError

_KINDS: Mapping[str, Kind] = {
    "BOOLEAN": Kind.BOOLEAN,
    **dict.fromkeys(("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"), Kind.WHOLE),
    **dict.fromkeys(("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"), Kind.WHOLE),
    **dict.fromkeys(("FLOAT", "DOUBLE"), Kind.FLOAT),
    "DATE": Kind.DATE,
    **dict.fromkeys(("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"), Kind.TIME),
    "TIMESTAMP WITH TIME ZONE": Kind.TIME,
}
# How a cell of some types becomes one of our kinds; the session's time zone is UTC. The plain cast of a time with zone
# asks the calendar for every row (0.65 s of 5 million, this 0.02 s); it is left to infinite times alone.
_CASTS: Mapping[str, str] = {
    "VARCHAR": "nullif({0}, '')",
    "BLOB": "nullif(TRY(decode({0})), '')",
    "TIMESTAMP WITH TIME ZONE": "coalesce(make_timestamp(epoch_us({0})), {0}::TIMESTAMP)",
    "TIMESTAMP_S": "{0}::TIMESTAMP",
    "TIMESTAMP_MS": "{0}::TIMESTAMP",
    "TIMESTAMP_NS": "{0}::TIMESTAMP",
}
_NESTED = re.compile(r"^(STRUCT|MAP|UNION|VARIANT)\b|\]$")


@dataclass(frozen=True)
class _Shape:
    """The columns of one file: names as written, and DuckDB's types."""

    names: tuple[str, ...]
    types: tuple[str, ...]


def parquet_source(engine: DuckDBEngine, files: TableFiles, *, number: int, required: Sequence[str]) -> Source:
    """The table's files as one relation. Raises DataError with everything that makes one of them unreadable."""
    shapes: list[_Shape] = []
    errors: list[DataError] = []
    for file in files.files:
        try:
            shapes.append(_shape_of(engine, file))
            check_names(file, shapes[-1].names)
            check_required(file, shapes[-1].names, required)
        except DataError as error:
            errors.append(error)
    if errors:
        raise joined(errors)
    if len(set(shapes)) == 1:
        columns, plain, placed = _one_shape(files, shapes[0], _statistics(engine, files))
    else:
        columns, plain, placed = _several_shapes(files, shapes)
    engine.sql(f"CREATE TEMP VIEW plain_{number} AS {plain}")
    separators = ("",) * len(files.files)
    return Source(number, files, columns, f"plain_{number}", f"({placed})", separators)


def parquet_texts(connection: duckdb.DuckDBPyConnection, file: TableFile, lines: str) -> Iterator[tuple[int, str]]:
    """Row number (from 1) and JSON text, in order, of the rows whose numbers the SELECT `lines` gives as `line`."""
    rows = f"SELECT file_row_number + 1 AS line, to_json(row) AS text FROM {_scan([file])} AS row"
    cursor = connection.execute(f"SELECT line, text FROM ({rows}) SEMI JOIN ({lines}) USING (line) ORDER BY line")
    while found := cursor.fetchmany(1_000):
        yield from found


def _shape_of(engine: DuckDBEngine, file: TableFile) -> _Shape:
    try:
        described = engine.sql(f"DESCRIBE SELECT * FROM {_scan([file])}").fetchall()
        schema = engine.sql(f"SELECT name, num_children FROM parquet_schema({path_literal(file.path)})").fetchall()
    except duckdb.Error as error:
        raise DataError(file.name, "This is no sound Parquet file.", "write it again") from error
    return _Shape(tuple(_top_names(schema)), tuple(row[1] for row in described))


def _top_names(schema: list[tuple[str, int | None]]) -> Iterator[str]:
    """The names as written: DuckDB itself renames `Email` beside `email`."""
    below = 0
    for name, children in schema[1:]:
        if not below:
            yield name
        below += (children or 0) - (1 if below else 0)


def _scan(files: Sequence[TableFile]) -> str:
    paths = ", ".join(path_literal(file.path) for file in files)
    return f"read_parquet([{paths}], hive_partitioning = false)"


@dataclass(frozen=True)
class _Statistics:
    """What the files themselves say of their columns.

    `never_empty`: texts without an empty one, whose dictionaries can be used as they are. `spans`: the first and the
    last of times that are all there and within the calendar, in microseconds UTC.
    """

    never_empty: frozenset[str] = frozenset()
    spans: Mapping[str, tuple[int, int]] = field(default_factory=dict)


_UNKNOWN = _Statistics()


def _statistics(engine: DuckDBEngine, files: TableFiles) -> _Statistics:
    paths = ", ".join(path_literal(file.path) for file in files.files)
    full = "coalesce(stats_null_count = num_values OR stats_min_value <> '', false)"
    found = engine.sql(
        f"SELECT path_in_schema, bool_and({full}), list(stats_min_value), list(stats_max_value),"
        " bool_and(coalesce(type = 'INT64' AND stats_null_count = 0, false))"
        f" FROM parquet_metadata([{paths}]) GROUP BY ALL"
    ).fetchall()
    spans = {name: _span(firsts, lasts) for name, _, firsts, lasts, may_be_times in found if may_be_times}
    return _Statistics(
        frozenset(name for name, is_never_empty, *_ in found if is_never_empty),
        {name: span for name, span in spans.items() if span},
    )


def _span(firsts: Sequence[str | None], lasts: Sequence[str | None]) -> tuple[int, int] | None:
    """The first and the last of a column's times, by what the statistics of each part say; None if one is no time."""
    try:
        instants = [read_instant(str(text).removesuffix("+00")) for text in (*firsts, *lasts)]
    except (ValueError, OverflowError):
        return None
    return min(instants), max(instants)


def _one_shape(files: TableFiles, shape: _Shape, statistics: _Statistics) -> tuple[dict[str, Column], str, str]:
    cells = dict(_cells(shape, statistics))
    scan = f"{_scan(files.files)} AS t({', '.join(f's{i}' for i in range(len(shape.names)))})"
    selected = ", ".join(cell.selected(i) for i, cell in enumerate(cells.values()))
    place = "file_index::INTEGER AS f, file_row_number + 1 AS line"
    columns = {name: cell.column(name, i) for i, (name, cell) in enumerate(cells.items())}
    return columns, f"SELECT {selected} FROM {scan}", f"SELECT {place}, {selected} FROM {scan}"


def _several_shapes(files: TableFiles, shapes: list[_Shape]) -> tuple[dict[str, Column], str, str]:
    """Files of different shapes: a column of one kind everywhere keeps it, another becomes text."""
    by_file = [dict(_cells(shape)) for shape in shapes]
    names = list(dict.fromkeys(name for cells in by_file for name in cells))
    kinds = {name: {cells[name].kind for cells in by_file if name in cells} for name in names}
    lists = {name for name in names if Kind.LIST in kinds[name]}
    as_text = {name for name in names if len(kinds[name]) > 1}
    columns, parts = {}, []
    for f, (file, shape, cells) in enumerate(zip(files.files, shapes, by_file, strict=True)):
        scan = f"{_scan([file])} AS t({', '.join(f's{i}' for i in range(len(shape.names)))})"
        selected = []
        for i, name in enumerate(names):
            cell = cells.get(name) or _Cell("NULL", next(iter(kinds[name])) if name not in as_text else Kind.TEXT)
            cell = cell.as_text() if name in as_text else cell
            selected.append(cell.selected(i, with_items=name in lists))
            columns[name] = cell.column(name, i, with_items=name in lists)
        parts.append(f"SELECT {f} AS f, file_row_number + 1 AS line, {', '.join(selected)} FROM {scan}")
    together = " UNION ALL ".join(parts)
    return columns, together, together


@dataclass(frozen=True)
class _Cell:
    """A column of a file on its way to be a column of the relation."""

    sql: str
    kind: Kind
    items: str = ""
    span: tuple[int, int] | None = None

    def as_text(self) -> _Cell:
        return _Cell(Column("", self.sql, self.kind).text, Kind.TEXT, self.items)

    def selected(self, i: int, *, with_items: bool = False) -> str:
        items = f", {self.items or 'NULL::VARCHAR[]'} AS l{i}" if with_items or self.items else ""
        return f"{self.sql} AS c{i}{items}"

    def column(self, name: str, i: int, *, with_items: bool = False) -> Column:
        return Column(name, f"c{i}", self.kind, f"l{i}" if with_items or self.items else "", span=self.span)


def _cells(shape: _Shape, statistics: _Statistics = _UNKNOWN) -> Iterator[tuple[str, _Cell]]:
    for i, (name, type) in enumerate(zip(shape.names, shape.types, strict=True)):
        if name:
            plain = type == "VARCHAR" and name in statistics.never_empty
            cell = _Cell(f"s{i}", Kind.TEXT) if plain else _cell(f"s{i}", type)
            yield name, replace(cell, span=statistics.spans.get(name)) if cell.kind == Kind.TIME else cell


def _cell(cell: str, type: str) -> _Cell:
    if type.endswith("[]") or re.search(r"\[\d+\]$", type):
        return _Cell("NULL::VARCHAR", Kind.LIST, _list_items(cell, re.sub(r"\[\d*\]$", "", type)))
    if type.startswith("DECIMAL"):
        return _Cell(cell, Kind.DECIMAL)
    kind = _KINDS.get(type, Kind.TEXT)
    return _Cell(_cast(type)(cell), kind)


def _cast(type: str) -> Callable[[str], str]:
    if _NESTED.search(type):
        return "to_json({0})::VARCHAR".format
    return _CASTS.get(type, "{0}" if type in _KINDS else "nullif({0}::VARCHAR, '')").format


def _list_items(cell: str, type: str) -> str:
    if _NESTED.search(type):
        # Items that are no text: each stays as NULL, which makes the cell unreadable.
        return f"list_transform({cell}, lambda x: NULL::VARCHAR)"
    item = Column("", _cast(type)("x"), _KINDS.get(type, Kind.TEXT)).text
    return f"list_transform(list_filter({cell}, lambda x: x IS NOT NULL), lambda x: coalesce({item}, ''))"
