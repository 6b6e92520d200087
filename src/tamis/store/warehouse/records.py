"""Records: new ones are added, known ones keep every value that is not told anew (a blank cell tells nothing)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tamis.compile.catalog import CHANGE_COLUMNS, VALUE_COLUMNS, ObjectShape, Property
from tamis.compile.moment import EARLIEST
from tamis.definitions import PropertyType
from tamis.errors import closest
from tamis.store.warehouse.record_properties import property_column
from tamis.store.warehouse.retyping import Retyped, Retyping
from tamis.store.warehouse.schema import new_object
from tamis.store.warehouse.sql import literal
from tamis.store.warehouse.various_texts import unpack_various
from tamis.store.warehouse.warehouse import Warehouse


@dataclass(frozen=True)
class TakenRecords:
    """One object's records after they were taken in.

    `table`: theirs in the warehouse. `places`: a table from the number of a record as read (`s`) to its own (`n`).
    `points`: a table of values that properties took on (`n`, `property`, `changed_at` and the typed value).
    `columns`: the warehouse's column of each property. `new_properties`: those that no import before had, unless it
    is the first, each with the known name that may be meant. `retyped`: those that are of another type now.
    """

    object: str
    number: int
    places: str
    points: str
    columns: Mapping[str, str]
    new: int
    changed: int
    new_properties: Mapping[str, str]
    retyped: tuple[Retyped, ...] = ()

    @property
    def table(self) -> str:
        """The object's table in the warehouse."""
        return f"warehouse.records_{self.number}"

    def drop(self, warehouse: Warehouse) -> None:
        """Drops what was only needed while taking in."""
        warehouse.engine.sql(f"DROP TABLE {self.places}")
        warehouse.engine.sql(f"DROP TABLE {self.points}")


def take_records(
    warehouse: Warehouse, staged: ObjectShape, at: int, *, retyping: Retyping | None = None
) -> TakenRecords:
    """Adds and changes the records of one object; `at` is when changed values begin to hold.

    Raises DataError where a property is of another type than before, and without `retyping` or a value stands against
    it.
    """
    number = _number(warehouse, staged.name)
    known = {name: p for name, p in staged.properties.items() if p.type is not None and name != "created_at"}
    before = {name for (name,) in warehouse.rows(_NAMES, [staged.name])}
    made = {name: property_column(warehouse, staged.name, property, retyping) for name, property in known.items()}
    columns = {name: column for name, (column, _) in made.items()}
    retyped = tuple(retyped for _, retyped in made.values() if retyped)
    table, places, points = f"warehouse.records_{number}", f"places_{number}", f"points_{number}"
    own = {known[name].column: column for name, column in columns.items()}
    unpack_various(warehouse, staged.name, staged.table, {name: property.column for name, property in known.items()})
    new = warehouse.one(
        f"INSERT INTO {table} (n, id, created_at{''.join(f', {column}' for column in own.values())})"
        f" SELECT (SELECT coalesce(max(n) + 1, 0) FROM {table}) + row_number() OVER (ORDER BY id) - 1, id, created_at"
        f"{''.join(f', {column}' for column in own)} FROM {staged.table} ANTI JOIN {table} USING (id)"
    )
    warehouse.engine.sql(
        f"CREATE TEMP TABLE {places} AS SELECT s.n AS s, w.n AS n FROM {staged.table} AS s JOIN {table} AS w USING (id)"
    )
    typed = ", ".join(f"{column} {type}" for column, type in VALUE_COLUMNS.items())
    warehouse.engine.sql(f"CREATE TEMP TABLE {points} (n INTEGER, property VARCHAR, changed_at BIGINT, {typed})")
    changed = _change(warehouse, staged, table, points, columns, at)
    fresh = {name: closest(name, before) for name in sorted(known.keys() - before)} if before else {}
    return TakenRecords(staged.name, number, places, points, columns, int(new), changed, fresh, retyped)


_NAMES = "SELECT name FROM warehouse.properties WHERE object = ?"


def _number(warehouse: Warehouse, object: str) -> int:
    objects = warehouse.objects()
    if object not in objects:
        objects[object] = len(objects)
        for statement, params in new_object(object, objects[object]):
            warehouse.engine.sql(statement, params)
    return objects[object]


def _change(
    warehouse: Warehouse, staged: ObjectShape, table: str, points: str, columns: Mapping[str, str], at: int
) -> int:
    """Gives known records the values that differ, and notes each as a change of that instant. Tells how many records
    differ.

    A property whose changes were read has its value from them; the table's own plays no part (data.md, "As of an
    instant"), then or when the same table is read again.
    """
    compared = {"created_at": ("created_at", "created_at")}
    compared |= {name: (staged.properties[name].column, column) for name, column in columns.items()}
    changed = _meet(warehouse, staged, table, compared)
    if changed:
        for i, name in enumerate(compared):
            if name != "created_at":
                _note(warehouse, points, i, staged.properties[name], at)
                _note_told_anew(warehouse, i, staged.name, staged.properties[name])
        sets = ", ".join(f"{w} = CASE WHEN d{i} THEN s{i} ELSE {w} END" for i, (_, w) in enumerate(compared.values()))
        warehouse.engine.sql(f"UPDATE {table} SET {sets} FROM met WHERE {table}.n = met.n")
    warehouse.engine.sql("DROP TABLE met")
    return changed


def _meet(warehouse: Warehouse, staged: ObjectShape, table: str, compared: Mapping[str, tuple[str, str]]) -> int:
    """Makes `met`, the known records that differ: `d0`, `d1` … whether the first, second … of these columns does, `s0`
    … what was read, `w0` … what is known. Gives how many there are."""
    differs = _differences(warehouse, staged, table, compared)
    flags = ", ".join(f"{test} AS d{i}" for i, test in enumerate(differs.values()))
    values = ", ".join(f"s.{s} AS s{i}, w.{w} AS w{i}" for i, (s, w) in enumerate(compared.values()))
    any_differs = " OR ".join(f"({test})" for test in differs.values())
    return int(
        warehouse.one(
            f"CREATE OR REPLACE TEMP TABLE met AS SELECT w.n, {flags}, {values}"
            f" FROM {staged.table} AS s JOIN {table} AS w USING (id) WHERE {any_differs}"
        )
    )


def _differences(
    warehouse: Warehouse, staged: ObjectShape, table: str, compared: Mapping[str, tuple[str, str]]
) -> Mapping[str, str]:
    """By name, the condition that a value as it was read (`s`) differs from what is known (`w`), and counts."""
    differs = {name: f"s.{s} IS NOT NULL AND s.{s} IS DISTINCT FROM w.{w}" for name, (s, w) in compared.items()}
    for name, test in differs.items():
        if staged.properties.get(name) and staged.properties[name].has_history:
            own = f"SELECT n FROM {staged.changes} WHERE property = {literal(name)}"
            differs[name] = f"{test} AND s.n NOT IN ({own})"
            _note_told(warehouse, staged, table, name, own)
    for (name,) in warehouse.rows("SELECT DISTINCT property FROM warehouse.told WHERE object = ?", [staged.name]):
        if name in compared and name != "created_at":
            differs[name] += f" AND NOT EXISTS ({_told_already(staged.name, staged.properties[name])})"
    return differs


def _note_told(warehouse: Warehouse, staged: ObjectShape, table: str, name: str, own: str) -> None:
    """Remembers what the table says of a property of the records whose changes were read (`own`, SQL of numbers)."""
    property = staged.properties[name]
    known = f"s.{property.column} IS NOT NULL AND s.n IN ({own})"
    rows = f"FROM {staged.table} AS s JOIN {table} AS w USING (id) WHERE {known}"
    warehouse.engine.sql(
        f"DELETE FROM warehouse.told WHERE object = ? AND property = ? AND n IN (SELECT w.n {rows})",
        [staged.name, name],
    )
    warehouse.engine.sql(
        f"INSERT INTO warehouse.told (object, n, property, {CHANGE_COLUMNS[_type(property)]})"
        f" SELECT ?, w.n, ?, s.{property.column} {rows}",
        [staged.name, name],
    )


def _note_told_anew(warehouse: Warehouse, i: int, object: str, property: Property) -> None:
    """What is told now of a property that `warehouse.told` remembers."""
    warehouse.engine.sql(
        f"UPDATE warehouse.told AS t SET {CHANGE_COLUMNS[_type(property)]} = met.s{i} FROM met"
        f" WHERE met.d{i} AND t.object = ? AND t.property = ? AND t.n = met.n",
        [object, property.name],
    )


def _told_already(object: str, property: Property) -> str:
    return (
        f"FROM warehouse.told AS t WHERE t.object = {literal(object)} AND t.property = {literal(property.name)}"
        f" AND t.n = w.n AND t.{CHANGE_COLUMNS[_type(property)]} = s.{property.column}"
    )


def _type(property: Property) -> PropertyType:
    assert property.type is not None
    return property.type


def _note(warehouse: Warehouse, points: str, i: int, property: Property, at: int) -> None:
    """The new value from `at` on, and what held before, for those that had no changes yet."""
    assert property.type is not None
    kept = CHANGE_COLUMNS[property.type]
    for instant, value in ((at, f"s{i}"), (EARLIEST, f"w{i}")):
        warehouse.engine.sql(
            f"INSERT INTO {points} (n, property, changed_at, {kept})"
            f" SELECT n, {literal(property.name)}, {instant}, {value} FROM met WHERE d{i}"
        )
