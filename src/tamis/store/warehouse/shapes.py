"""What the tables of a warehouse hold, in the customer's names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from threading import Lock
from typing import TYPE_CHECKING

from tamis.compile.catalog import Catalog, EventProperty, ObjectShape, Property
from tamis.definitions import PropertyType

if TYPE_CHECKING:
    from tamis.store.warehouse.warehouse import Warehouse

# Where a catalog comes from, but for what never changes.
_TABLES = ("objects", "properties", "event_types", "event_properties", "pairs", "static_segments", "resets")
_WRITES = (
    r"\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|(?:ALTER|DROP|CREATE)\s+(?:OR\s+REPLACE\s+)?TABLE)\s+"
    r"(?:IF\s+(?:NOT\s+)?EXISTS\s+)?"
)
_SHAPES = re.compile(rf"{_WRITES}(?:warehouse\.)?(?:{'|'.join(_TABLES)})\b", re.IGNORECASE)
# Copies around a few records have tables of that name, too; those of the warehouse are written by their whole name.
_RECORDS = re.compile(rf"{_WRITES}warehouse\.records_\d+\b", re.IGNORECASE)
_READING = ("SELECT", "FROM", "EXPLAIN", "COPY", "ATTACH", "DETACH", "USE", "BEGIN", "SET")


class KeptCatalog:
    """The catalog of a warehouse that this process holds, as of the last change to what it is read from. Sessions share
    it; what one of them has written, and others cannot see yet, is not in it."""

    def __init__(self) -> None:
        self._changes, self._lock = 0, Lock()
        self._kept: tuple[int, Catalog] | None = None
        #: Another number after each change of records; what was read before has that of then, or a lesser one.
        self.records_version = 0

    def changed(self) -> None:
        """What is kept is no longer so."""
        with self._lock:
            self._changes += 1

    def records_changed(self) -> None:
        """There are other records, or some have other properties."""
        with self._lock:
            self.records_version += 1

    def of(self, warehouse: Warehouse) -> Catalog:
        """The catalog, read where none is kept."""
        kept, changes = self._kept, self._changes
        if kept is not None and kept[0] == changes:
            return kept[1]
        found = read_catalog(warehouse)
        # Read while something changed, it is not found again: the number is another by then.
        self._kept = changes, found
        return found


def changes_shapes(statement: str) -> bool:
    """Whether a statement may change what a catalog says.

    >>> changes_shapes("INSERT INTO warehouse.properties VALUES (?)"), changes_shapes("FROM warehouse.properties")
    (True, False)
    """
    return _writes(statement, _TABLES, _SHAPES)


def changes_records(statement: str) -> bool:
    """Whether a statement may change which records there are, or their properties.

    >>> changes_records("UPDATE warehouse.records_0 SET p0 = NULL"), changes_records("UPDATE records_0 SET p0 = NULL")
    (True, False)
    """
    return _writes(statement, ("warehouse.records_",), _RECORDS)


def _writes(statement: str, names: Iterable[str], into: re.Pattern[str]) -> bool:
    # To look for a name takes a hundredth of what the pattern does, and most statements have none.
    if statement.lstrip().startswith(_READING) or not any(name in statement for name in names):
        return False
    return into.search(statement) is not None


def read_catalog(warehouse: Warehouse) -> Catalog:
    """The catalog, read anew."""
    rows = warehouse.rows
    links = rows("SELECT from_object, to_object, table_name FROM warehouse.pairs")
    segments = rows("SELECT segment, object FROM warehouse.static_segments")
    reset = {object for (object,) in rows("SELECT DISTINCT object FROM warehouse.resets")}
    return Catalog(
        objects={
            object: _shape(warehouse, object, number, is_reset=object in reset)
            for object, number in warehouse.objects().items()
        },
        events=_events(warehouse),
        links={(a, b): table for a, b, table in links},
        static_segments=dict(segments),
        time_zone=warehouse.time_zone,
    )


def _shape(warehouse: Warehouse, object: str, number: int, *, is_reset: bool) -> ObjectShape:
    found = warehouse.rows(
        "SELECT name, type, column_name, options, has_history FROM warehouse.properties WHERE object = ?", [object]
    )
    properties = {
        name: Property(name, PropertyType(type), column, tuple(options), has_history)
        for name, type, column, options, has_history in found
    }
    properties["created_at"] = Property("created_at", PropertyType.DATETIME, "created_at")
    has_changes = any(property.has_history for property in properties.values())
    return ObjectShape(
        name=object,
        table=f"records_{number}",
        properties=properties,
        changes=f"changes_{number}" if has_changes else None,
        resets="resets" if is_reset else None,
    )


def _events(warehouse: Warehouse) -> dict[str, dict[str, EventProperty]]:
    types = [type for (type,) in warehouse.rows("SELECT type FROM warehouse.event_types ORDER BY type")]
    found = warehouse.rows(
        "SELECT event_type, name, type, column_name, options, inline FROM warehouse.event_properties"
    )
    shapes: dict[str, dict[str, EventProperty]] = {type: {} for type in types}
    # Those of all types first: an event type's own come before them.
    for event_type, name, type, column, options, inline in sorted(found, key=lambda row: row[0] is not None):
        property = EventProperty(name, PropertyType(type), column, tuple(options), inline)
        for each in types if event_type is None else [event_type]:
            shapes.setdefault(each, {})[name] = property
    return shapes
