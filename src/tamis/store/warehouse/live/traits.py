"""What sources say of a record's properties: each value holds from the instant that its message happened, in whatever
order messages come."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tamis.compile.catalog import CHANGE_COLUMNS, SQL_TYPES, VALUE_COLUMNS, Property
from tamis.compile.moment import EARLIEST, LATEST
from tamis.definitions import PropertyType
from tamis.store.warehouse.live.cells import Cell, Unreadable, infer_cell_type, read_cell
from tamis.store.warehouse.live.said import Record, Trait
from tamis.store.warehouse.warehouse import Warehouse

#: Read from the record itself, and without a history (data.md, "As of an instant").
WITHOUT_HISTORY = ("created_at", "company_id")
_VALUES = ", ".join(VALUE_COLUMNS)
# Whoever has a write key could send ever new names: each new column makes every batch slower from then on.
_MOST_PROPERTIES = 300


@dataclass(frozen=True)
class TakenTraits:
    """The names of the properties that were told, by the number of the record; how many values could not be read, by
    property; and of each contact that names its company anew, the id of that."""

    told: Mapping[int, tuple[str, ...]]
    unreadable: Mapping[str, int]
    companies: Mapping[int, str | None]


@dataclass(frozen=True)
class _Row:
    n: int
    property: str
    at: int
    type: PropertyType
    value: Cell


def take_traits(warehouse: Warehouse, object: str, records: Mapping[int, Record]) -> TakenTraits:
    """Writes what was said of records, by their numbers; merged contacts must be taken apart."""
    if not any(record.traits for record in records.values()):
        return TakenTraits({}, {}, {})
    reader = _Reader(warehouse, object)
    rows = [row for n, record in records.items() for trait in record.traits if (row := reader.read(n, trait))]
    latest = {(row.n, row.property, row.at): row for row in sorted(rows, key=_by_text)}
    plain = [row for row in latest.values() if row.property in WITHOUT_HISTORY]
    changes = [row for row in latest.values() if row.property not in WITHOUT_HISTORY]
    _write_plain(warehouse, reader, plain)
    if changes:
        _write_changes(warehouse, reader, changes)
    told: dict[int, list[str]] = {}
    for row in latest.values():
        told.setdefault(row.n, []).append(row.property)
    companies = {row.n: row.value for row in sorted(plain, key=lambda row: row.at) if row.property == "company_id"}
    return TakenTraits(
        {n: tuple(dict.fromkeys(names)) for n, names in told.items()},
        reader.unreadable,
        {n: None if company is None else str(company) for n, company in companies.items()},
    )


def _by_text(row: _Row) -> str:
    """Of two values of one instant that of the greater text counts."""
    return "" if row.value is None else str(row.value)


class _Reader:
    """Reads values by what is known of the object's properties, and makes the columns of new ones."""

    def __init__(self, warehouse: Warehouse, object: str) -> None:
        self._warehouse, self.object = warehouse, object
        self.number = warehouse.objects()[object]
        self.properties = dict(warehouse.catalog().objects[object].properties)
        self.unreadable: dict[str, int] = {}

    @property
    def table(self) -> str:
        return f"warehouse.records_{self.number}"

    def read(self, n: int, trait: Trait) -> _Row | None:
        """None for a value that cannot be kept; that it came is counted."""
        property = self.properties.get(trait.name) or self.properties.get(_as_in_crm(trait.name)) or self._new(trait)
        if property is None or property.type is None:
            if trait.value not in (None, ""):
                self._count_unread(trait.name)
            return None
        try:
            value = read_cell(trait.value, property.type, self._warehouse.time_zone)
        except Unreadable:
            self._count_unread(trait.name)
            return None
        return _Row(n, property.name, trait.at, property.type, value)

    def _count_unread(self, name: str) -> None:
        self.unreadable[name] = self.unreadable.get(name, 0) + 1

    def _new(self, trait: Trait) -> Property | None:
        if trait.value is None or trait.value == "" or len(self.properties) >= _MOST_PROPERTIES:
            return None
        type = (
            PropertyType.TEXT
            if trait.name in WITHOUT_HISTORY
            else infer_cell_type(trait.value, self._warehouse.time_zone)
        )
        [(count,)] = self._warehouse.rows(
            "SELECT coalesce(max(column_name[2:]::INTEGER) + 1, 0) FROM warehouse.properties WHERE object = ?",
            [self.object],
        )
        column = f"p{count}"
        self._warehouse.engine.sql(f"ALTER TABLE {self.table} ADD COLUMN {column} {SQL_TYPES[type]}")
        self._warehouse.engine.sql(
            "INSERT INTO warehouse.properties (object, name, type, options, column_name, has_history)"
            " VALUES (?, ?, ?, [], ?, false)",
            [self.object, trait.name, str(type), column],
        )
        self.properties[trait.name] = Property(trait.name, type, column)
        return self.properties[trait.name]


def _as_in_crm(name: str) -> str:
    """`jobTitle`, as sources write it, is what a CRM calls `job_title`, where that is known.

    >>> _as_in_crm("jobTitle"), _as_in_crm("URLOfCompany"), _as_in_crm("plan")
    ('job_title', 'url_of_company', 'plan')
    """
    return _HUMP.sub("_", name).lower()


_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def _write_plain(warehouse: Warehouse, reader: _Reader, rows: Iterable[_Row]) -> None:
    """Of several, the last that was told; a record's time of creation is never taken back."""
    for name in WITHOUT_HISTORY:
        last = {row.n: row.value for row in sorted(rows, key=lambda row: row.at) if row.property == name}
        if name == "created_at":
            last = {n: value for n, value in last.items() if value is not None}
        if last:
            column = reader.properties[name].column
            type = "BIGINT" if name == "created_at" else "VARCHAR"
            warehouse.engine.sql(
                f"UPDATE {reader.table} SET {column} = t.value FROM"
                f" (SELECT unnest(?::INTEGER[]) AS n, unnest(?::{type}[]) AS value) AS t WHERE {reader.table}.n = t.n",
                [list(last), list(last.values())],
            )


def _write_changes(warehouse: Warehouse, reader: _Reader, rows: list[_Row]) -> None:
    """Puts changes among those that are there, and the last value of each property into its record."""
    engine, changes = warehouse.engine, f"warehouse.changes_{reader.number}"
    names = sorted({row.property for row in rows})
    _stage(warehouse, rows)
    engine.sql("CREATE OR REPLACE TEMP TABLE touched AS SELECT DISTINCT n, property FROM arrived")
    _add_bases(warehouse, reader, names)
    engine.sql(
        f"CREATE OR REPLACE TEMP TABLE mended AS SELECT n, property, changed_at, {_VALUES} FROM"
        f" (SELECT n, property, changed_at, {_VALUES}, true AS is_new FROM arrived UNION ALL"
        f" SELECT n, property, changed_at, {_VALUES}, false FROM {changes} SEMI JOIN touched USING (n, property))"
        f" QUALIFY row_number() OVER (PARTITION BY n, property, changed_at ORDER BY {_TEXT} DESC, is_new) = 1"
    )
    engine.sql(f"DELETE FROM {changes} AS c USING touched AS t WHERE c.n = t.n AND c.property = t.property")
    following = f"coalesce(lead(changed_at) OVER (PARTITION BY n, property ORDER BY changed_at), {LATEST})"
    engine.sql(f"INSERT INTO {changes} SELECT n, property, changed_at, {following}, {_VALUES} FROM mended")
    engine.sql(
        "UPDATE warehouse.properties SET has_history = true"
        " WHERE object = ? AND name IN (SELECT unnest(?::VARCHAR[])) AND NOT has_history",
        [reader.object, names],
    )
    _keep_latest(warehouse, reader, names)


_TEXT = "coalesce(text, number::VARCHAR, flag::VARCHAR, instant::VARCHAR, '')"


def _stage(warehouse: Warehouse, rows: list[_Row]) -> None:
    held = {
        column: [row.value if CHANGE_COLUMNS[row.type] == column else None for row in rows] for column in VALUE_COLUMNS
    }
    typed = ", ".join(f"unnest(?::{type}[]) AS {column}" for column, type in VALUE_COLUMNS.items())
    warehouse.engine.sql(
        "CREATE OR REPLACE TEMP TABLE arrived AS SELECT unnest(?::INTEGER[]) AS n, unnest(?::VARCHAR[]) AS property,"
        f" unnest(?::BIGINT[]) AS changed_at, {typed}",
        [[row.n for row in rows], [row.property for row in rows], [row.at for row in rows], *held.values()],
    )


def _add_bases(warehouse: Warehouse, reader: _Reader, names: list[str]) -> None:
    """Before its first change a property was what its table said, and that is what the table said last."""
    changes = f"warehouse.changes_{reader.number}"
    values = " UNION ALL ".join(
        f"SELECT n, $names[{i + 1}] AS property, {_typed(reader.properties[name])} FROM {reader.table}"
        " WHERE n IN (SELECT n FROM touched)"
        for i, name in enumerate(names)
    ).replace("$names", "$1")
    warehouse.engine.sql(
        f"CREATE OR REPLACE TEMP TABLE bases AS SELECT v.* FROM ({values}) AS v SEMI JOIN touched USING (n, property)"
        f" ANTI JOIN {changes} USING (n, property)",
        [names],
    )
    warehouse.engine.sql(f"INSERT INTO arrived SELECT n, property, {EARLIEST}, {_VALUES} FROM bases")
    warehouse.engine.sql(
        f"INSERT INTO warehouse.told (object, n, property, {_VALUES}) SELECT ?, n, property, {_VALUES} FROM bases AS b"
        f" WHERE {_TEXT} <> '' AND NOT EXISTS"
        " (FROM warehouse.told AS t WHERE t.object = ? AND t.property = b.property AND t.n = b.n)",
        [reader.object, reader.object],
    )


def _typed(property: Property) -> str:
    assert property.type is not None
    held = CHANGE_COLUMNS[property.type]
    return ", ".join(
        f"{property.column if column == held else 'NULL'}::{type} AS {column}" for column, type in VALUE_COLUMNS.items()
    )


def _keep_latest(warehouse: Warehouse, reader: _Reader, names: list[str]) -> None:
    """The record's own columns hold the last values."""
    sets, latest = [], []
    for i, name in enumerate(names):
        property = reader.properties[name]
        assert property.type is not None
        latest.append(f"bool_or(property = $1[{i + 1}]) AS t{i}")
        latest.append(f"any_value({CHANGE_COLUMNS[property.type]}) FILTER (property = $1[{i + 1}]) AS v{i}")
        sets.append(f"{property.column} = CASE WHEN t{i} THEN v{i} ELSE {property.column} END")
    warehouse.engine.sql(
        f"UPDATE {reader.table} AS r SET {', '.join(sets)} FROM (SELECT n, {', '.join(latest)} FROM"
        " (FROM mended QUALIFY row_number() OVER (PARTITION BY n, property ORDER BY changed_at DESC) = 1)"
        " GROUP BY n) AS l WHERE r.n = l.n",
        [names],
    )
