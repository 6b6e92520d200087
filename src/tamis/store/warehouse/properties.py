"""The properties of records, counted and deleted."""

from __future__ import annotations

from tamis.errors import UsageError
from tamis.store.warehouse.schema import CONTACTS
from tamis.store.warehouse.warehouse import Warehouse


def filled(warehouse: Warehouse, object_type: str) -> dict[str, int]:
    """How many records of an object have a value of each of its properties, by name."""
    shape = warehouse.catalog().objects[object_type]
    names = sorted(shape.properties)
    counts = ", ".join(f"count({shape.properties[name].column})" for name in names)
    [row] = warehouse.rows(f"SELECT {counts} FROM warehouse.{shape.table}")
    return dict(zip(names, row, strict=True))


def delete_property(warehouse: Warehouse, object_type: str, name: str) -> None:
    """Takes a property away from every record, with its history, all of it or nothing.

    Raises UsageError where there is no such property that came with the data.
    """
    found = warehouse.rows(
        "SELECT column_name FROM warehouse.properties WHERE object = ? AND name = ?", [object_type, name]
    )
    if not found:
        raise UsageError(f'There is no property "{name}" of {object_type} records that could be deleted.')
    [(column,)] = found
    number = warehouse.objects()[object_type]
    with warehouse.transaction():
        _delete_rows(warehouse, object_type, name, f"changes_{number}")
        warehouse.engine.sql(f"ALTER TABLE warehouse.records_{number} DROP COLUMN {column}")
        if f"warehouse.records_{number}" == CONTACTS:
            _delete_of_merged(warehouse, name, column)


def _delete_rows(warehouse: Warehouse, object_type: str, name: str, changes: str) -> None:
    engine = warehouse.engine
    engine.sql(f"DELETE FROM warehouse.{changes} WHERE property = ?", [name])
    for table in ("told", "properties"):
        column = "name" if table == "properties" else "property"
        engine.sql(f"DELETE FROM warehouse.{table} WHERE object = ? AND {column} = ?", [object_type, name])


def _delete_of_merged(warehouse: Warehouse, name: str, column: str) -> None:
    """What merged contacts had, each for itself, would come back with an unmerge."""
    warehouse.engine.sql("DELETE FROM warehouse.merged_changes WHERE property = ?", [name])
    warehouse.engine.sql(f"ALTER TABLE warehouse.merged_records DROP COLUMN IF EXISTS {column}")
