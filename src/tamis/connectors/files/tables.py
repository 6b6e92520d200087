"""The tables of one folder while they are read: what every part of the loader shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tamis.connectors.files.calendar import Calendar
from tamis.connectors.files.columns import ABSENT, Column, Kind
from tamis.connectors.files.folder import OTHER_TABLES
from tamis.connectors.files.inference import decimal_signs, infer_types
from tamis.connectors.files.reading import DecimalSign, Reader, Reading
from tamis.connectors.files.rejects import RejectLog
from tamis.connectors.files.schema import Declared, FolderSchema
from tamis.connectors.files.sight import Sight, sight_of
from tamis.connectors.files.source import Source
from tamis.connectors.files.sql import any_of, literals
from tamis.definitions import PropertyType
from tamis.definitions.walk import Needs
from tamis.engine import DuckDBEngine

EVENTS, ASSOCIATIONS, MEMBERS, CHANGES = OTHER_TABLES
# More messages than these help nobody.
_MOST_MESSAGES = 100
_MOST_CELLS_IN_MEMORY = 30_000_000
_DATES = (PropertyType.DATE, PropertyType.DATETIME)


@dataclass(frozen=True)
class Loading:
    """One load under way: the engine, what was asked for, as of when, and where findings go.

    `calendar`: of instants that are told as days; `days`: of properties that are days.
    `as_of`: the only instant (microseconds since the epoch, UTC) that will be asked about; None for any.
    `with_keys`: every event keeps the key by which a later import knows it again.
    """

    engine: DuckDBEngine
    schema: FolderSchema
    needs: Needs | None
    log: RejectLog
    calendar: Calendar
    days: Calendar
    sources: Mapping[str, Source]
    as_of: int | None = None
    with_keys: bool = False
    messages: list[str] = field(default_factory=list)

    @cached_property
    def sight(self) -> Sight | None:
        """How far back the definitions look; None: everything is in sight."""
        return sight_of(self.needs, self.as_of, self.schema.time_zone)

    @property
    def reader(self) -> Reader:
        """Reads cells with the folder's time zones."""
        return Reader(self.calendar.midnight, self.days.midnight)

    def kept(self, source: Source) -> str:
        """SQL of a source's rows that count."""
        return self.log.kept(source)

    def one(self, sql: str) -> tuple[Any, ...]:
        """The only row of a query."""
        [row] = self.engine.sql(sql).fetchall()
        return tuple(row)

    @cached_property
    def changed_names(self) -> tuple[tuple[str, str], ...]:
        """Object and property that changes name, in order."""
        source = self.sources.get(CHANGES)
        if source is None:
            return ()
        names = f"{source.column('object').text} AS object, {source.column('property').text} AS property"
        found = self.engine.sql(f"SELECT DISTINCT {names} FROM {source.plain} ORDER BY ALL").fetchall()
        return tuple((object, property) for object, property in found if object is not None and property is not None)

    @contextmanager
    def joins_as_written(self) -> Iterator[None]:
        """Within, a join's left table streams by and its right one is hashed: DuckDB cannot guess a file's size."""
        self.engine.sql("SET disabled_optimizers = 'join_order,build_side_probe_side'")
        try:
            yield
        finally:
            self.engine.sql("RESET disabled_optimizers")

    def types(self, source: Source, columns: Iterable[Column], *, among: str = "") -> dict[str, PropertyType]:
        """The inferred types of columns, by name; `among`: SQL of the rows that tell them (default all)."""
        columns = list(columns)
        relation = self._rows(source, among)
        return infer_types(self.engine, relation, columns, decimal_signs(self.engine, relation, columns))

    def reading(
        self, source: Source, column: Column, declared: Declared, *, is_declared: bool, among: str = ""
    ) -> Reading:
        """How a column is read; `among`: SQL of the rows that are read so (default all)."""
        sign = DecimalSign.POINT
        relation = self._rows(source, among)
        if declared.type == PropertyType.NUMBER:
            sign = decimal_signs(self.engine, relation, [column]).get(column.name, sign)
        if declared.type in _DATES and column.kind in (Kind.TEXT, Kind.DATE, Kind.TIME):
            calendar = self.days if declared.type == PropertyType.DATE else self.calendar
            calendar.learn(relation, column, declared.type)
        return self.reader.read(column, declared.type, sign=sign, digits=is_declared)

    def _rows(self, source: Source, among: str) -> str:
        return f"(SELECT * FROM {self.kept(source)} WHERE {among})" if among else self.kept(source)

    def list_unreadable(
        self, source: Source, readings: Mapping[str, list[tuple[Reading, str]]], *, counted_in: str = ""
    ) -> None:
        """Lists the cells that cannot be read: by column, readings with SQL of the rows that each is for.

        `counted_in` names a smaller relation that has every different cell, to see whether there are any.
        """
        flat = [
            (name, reading, among) for name, found in readings.items() for reading, among in found if reading.unreadable
        ]
        if not flat:
            return
        tests = [f"count(*) FILTER ({_within(among)}({reading.unreadable}))" for _, reading, among in flat]
        # Filtered first: that is all that is computed where there are none, and of Parquet from its dictionaries.
        some = any_of(f"{_within(among)}({reading.unreadable})" for _, reading, among in flat)
        counts = self.one(f"SELECT {', '.join(tests)} FROM {counted_in or self.kept(source)} WHERE {some}")
        for (name, reading, among), count in zip(flat, counts, strict=True):
            if count:
                placed = self.log.kept_placed(source)
                rows = f"SELECT f, line FROM {placed} WHERE {_within(among)}({reading.unreadable})"
                reason = f"{name} cannot be read as {reading.type}"
                self.log.list_cells(source.number, rows, column=name, reason=reason)

    def tell_strange_options(
        self, source: Source, column: Column, declared: Declared, reading: Reading, *, among: str = ""
    ) -> None:
        """One message for each value that is not among the options of its property."""
        cells = [part for part in (column.cell, column.items) if part not in ("", ABSENT)]
        if not declared.options or not cells:
            return
        # Choices are compared decoded: an encoded set is split at the character that separates its items.
        items = f"unnest(string_split(trim({reading.value}, chr(31)), chr(31)))"
        value = items if declared.type == PropertyType.CHOICES else reading.value
        # Splitting is dear and many cells are alike: 1.1 s for 100,000 rows, 0.03 s for the different ones among them.
        different = f"SELECT DISTINCT {', '.join(cells)} FROM {self.kept(source)} WHERE {among or 'true'}"
        values = f"SELECT DISTINCT {value} AS value FROM ({different})"
        strange = f"SELECT value FROM ({values}) WHERE value NOT IN {literals(declared.options)} ORDER BY value"
        found = [value for (value,) in self.engine.sql(f"{strange} LIMIT {_MOST_MESSAGES + 1}").fetchall()]
        for value in found[:_MOST_MESSAGES]:
            self.messages.append(f'{source.told_as}: {column.name} has "{value}", which is not among its options.')
        if len(found) > _MOST_MESSAGES:
            self.messages.append(f"{source.told_as}: {column.name} has more values that are not among its options.")


def of_rows(number: int) -> str:
    """So many rows have, in words."""
    return "1 row has" if number == 1 else f"{number:,} rows have"


def has_values(loading: Loading, source: Source, column: Column, *, among: str = "true") -> bool:
    """Whether a cell of the column is not blank, in the rows that count; `among`: SQL of some of them."""
    rows = f"{loading.kept(source)} WHERE {among}"
    (is_known,) = loading.one(f"SELECT coalesce(bool_or({column.known}), false) FROM {rows}")
    return bool(is_known)


def table_kind(rows: int, columns: int) -> str:
    """What to create for so many rows: TABLE, or TEMP TABLE.

    Small tables stay in memory as they are; packing them takes longer than reading them ever does (0.2 s of 100,000
    records with 15 columns).
    """
    return "TEMP TABLE" if rows * columns <= _MOST_CELLS_IN_MEMORY else "TABLE"


def _within(among: str) -> str:
    return f"({among}) AND " if among else ""
