"""The properties that records have had: a column each, its type, and how it becomes one of another type."""

from __future__ import annotations

from tamis.compile.catalog import CHANGE_COLUMNS, SQL_TYPES, Property
from tamis.definitions import PropertyType
from tamis.errors import DataError
from tamis.store.warehouse.retyping import Retyped, Retyping, reread_values
from tamis.store.warehouse.sql import literal
from tamis.store.warehouse.warehouse import Warehouse


def valueless(warehouse: Warehouse) -> frozenset[tuple[str, str]]:
    """Object and name of each property that nobody has ever had a value of: its type was a guess."""
    found: set[tuple[str, str]] = set()
    for object, number in warehouse.objects().items():
        columns = _columns(warehouse, object)
        kept = _without_value(warehouse, f"records_{number}", columns)
        if object == "contact":
            kept &= _without_value(warehouse, "merged_records", columns)
        found |= {(object, name) for name in kept - _told(warehouse, object, number)}
    return frozenset(found)


def property_column(
    warehouse: Warehouse, object: str, property: Property, retyping: Retyping | None
) -> tuple[str, Retyped | None]:
    """The warehouse's column of a property, made if it is new, and what became of its values if it was of another type.

    Raises DataError where a value cannot be read as the new type.
    """
    assert property.type is not None
    found = warehouse.rows(
        "SELECT type, column_name, options FROM warehouse.properties WHERE object = ? AND name = ?",
        [object, property.name],
    )
    if not found:
        return _make(warehouse, object, property), None
    [(type, column, options)] = found
    retyped = None
    if type != property.type:
        retyped = _retype(warehouse, object, property, str(column), PropertyType(type), retyping)
    if retyped or (property.options and tuple(options) != property.options):
        warehouse.engine.sql(
            "UPDATE warehouse.properties SET type = ?, options = ? WHERE object = ? AND name = ?",
            [str(property.type), list(property.options), object, property.name],
        )
    return str(column), retyped


def _make(warehouse: Warehouse, object: str, property: Property) -> str:
    assert property.type is not None
    # Not their number: some may have been deleted.
    free = "SELECT coalesce(max(column_name[2:]::INTEGER) + 1, 0) FROM warehouse.properties WHERE object = ?"
    column, number = f"p{warehouse.one(free, [object])}", warehouse.objects()[object]
    warehouse.engine.sql(f"ALTER TABLE warehouse.records_{number} ADD COLUMN {column} {SQL_TYPES[property.type]}")
    warehouse.engine.sql(
        "INSERT INTO warehouse.properties VALUES (?, ?, ?, ?, ?, false)",
        [object, property.name, str(property.type), list(property.options), column],
    )
    return column


def _retype(
    warehouse: Warehouse, object: str, property: Property, column: str, before: PropertyType, retyping: Retyping | None
) -> Retyped:
    """Every kept value, the history's among them, becomes one of the property's new type."""
    assert property.type is not None
    number, now = warehouse.objects()[object], property.type
    if retyping is None:
        raise DataError(object, f"Its property {property.name} is {now} here, and was {before} before.")
    kept = _kept_values(object, number, property.name, column, CHANGE_COLUMNS[before])
    reread_values(warehouse, f"SELECT old FROM ({kept})", before=before, now=now, retyping=retyping)
    values, unreadable = _count(warehouse, kept)
    if unreadable:
        _refuse(object, property.name, before, now, values, unreadable)
    _rewrite_records(warehouse, f"records_{number}", column, now)
    for table, condition in ((f"changes_{number}", ""), ("told", f"object = {literal(object)} AND ")):
        _rewrite_changes(warehouse, table, f"{condition}property = {literal(property.name)}", before, now)
    warehouse.engine.sql("DROP TABLE reread")
    return Retyped(object, False, property.name, before, now, values)


def _kept_values(object: str, number: int, name: str, column: str, held: str) -> str:
    """SQL of the record (`n`) and value (`old`) of everything that is known of a property."""
    named = f"property = {literal(name)} AND {held} IS NOT NULL"
    return (
        f"SELECT n, {column} AS old FROM warehouse.records_{number} WHERE {column} IS NOT NULL"
        f" UNION SELECT n, {held} FROM warehouse.changes_{number} WHERE {named}"
        f" UNION SELECT n, {held} FROM warehouse.told WHERE object = {literal(object)} AND {named}"
    )


def _count(warehouse: Warehouse, kept: str) -> tuple[int, int]:
    [(values, unreadable)] = warehouse.rows(
        f"SELECT count(*), count(*) FILTER (r.is_unreadable) FROM ({kept}) AS k JOIN reread AS r USING (old)"
    )
    return int(values), int(unreadable)


def _refuse(object: str, name: str, before: PropertyType, now: PropertyType, values: int, unreadable: int) -> None:
    stand = "1 stands" if unreadable == 1 else f"{unreadable:,} stand"
    raise DataError(
        "schema.yaml",
        f"The property {name} of a {object} is declared {now} and was {before} before; of the {values:,} values that"
        f" records have or had, {stand} against it: they cannot be read as {now}.",
        f"leave it {before}, or give it another name",
    )


def _rewrite_records(warehouse: Warehouse, table: str, column: str, now: PropertyType) -> None:
    engine = warehouse.engine
    engine.sql(f"ALTER TABLE warehouse.{table} ADD COLUMN retyped {SQL_TYPES[now]}")
    engine.sql(f"UPDATE warehouse.{table} AS t SET retyped = r.value FROM reread AS r WHERE r.old = t.{column}")
    engine.sql(f"ALTER TABLE warehouse.{table} DROP COLUMN {column}")
    engine.sql(f"ALTER TABLE warehouse.{table} RENAME COLUMN retyped TO {column}")


def _rewrite_changes(warehouse: Warehouse, table: str, condition: str, before: PropertyType, now: PropertyType) -> None:
    """Values of changes lie in the column of their type."""
    held, becomes = CHANGE_COLUMNS[before], CHANGE_COLUMNS[now]
    cleared = "" if held == becomes else f", {held} = NULL"
    warehouse.engine.sql(
        f"UPDATE warehouse.{table} AS t SET {becomes} = r.value{cleared} FROM reread AS r"
        f" WHERE {condition} AND r.old = t.{held}"
    )


def _columns(warehouse: Warehouse, object: str) -> dict[str, str]:
    return dict(warehouse.rows("SELECT name, column_name FROM warehouse.properties WHERE object = ?", [object]))


def _without_value(warehouse: Warehouse, table: str, columns: dict[str, str]) -> set[str]:
    """The properties whose column no row of the table has a value in; of those it has no column for, too."""
    there = set(warehouse.columns(table))
    asked = [(name, column) for name, column in columns.items() if column in there]
    missing = {name for name, column in columns.items() if column not in there}
    if not asked:
        return missing
    [counts] = warehouse.rows(f"SELECT {', '.join(f'count({column})' for _, column in asked)} FROM warehouse.{table}")
    return missing | {name for (name, _), count in zip(asked, counts, strict=True) if not count}


def _told(warehouse: Warehouse, object: str, number: int) -> set[str]:
    """The properties that changes tell of; those of merged contacts, too."""
    tables = [f"changes_{number}", *(["merged_changes"] if object == "contact" else [])]
    known = "coalesce(text, number::VARCHAR, flag::VARCHAR, instant::VARCHAR) IS NOT NULL"
    told = [f"SELECT property FROM warehouse.{table} WHERE {known}" for table in tables]
    told.append(f"SELECT property FROM warehouse.told WHERE object = $1 AND {known}")
    return {name for (name,) in warehouse.rows(" UNION ".join(told), [object])}
