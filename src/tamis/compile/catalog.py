"""What the data looks like: the shapes that names are bound to. No data, no connection.

The loader fills a catalog; the compiler reads it. Physical tables and columns carry names of our own, so a name
that a customer chose never becomes an SQL identifier (and `Email` beside `email` stay two properties).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tamis.definitions import PropertyType

#: The typed column of a table of property changes that holds values of each type.
CHANGE_COLUMNS: dict[PropertyType, str] = {
    PropertyType.TEXT: "text",
    PropertyType.CHOICE: "text",
    PropertyType.CHOICES: "text",
    PropertyType.NUMBER: "number",
    PropertyType.BOOLEAN: "flag",
    PropertyType.DATE: "instant",
    PropertyType.DATETIME: "instant",
}

#: Those columns, and the SQL type of each.
VALUE_COLUMNS: Mapping[str, str] = {"text": "VARCHAR", "number": "DOUBLE", "flag": "BOOLEAN", "instant": "BIGINT"}

#: The SQL type that values of a property type are kept in.
SQL_TYPES: Mapping[PropertyType, str] = {type: VALUE_COLUMNS[column] for type, column in CHANGE_COLUMNS.items()}


@dataclass(frozen=True)
class Property:
    """One property of an object type.

    `type` is None where no definition looks at the property, so that nothing was inferred for it.
    `has_history` says that `property_changes` holds rows for it, so its value depends on the instant.
    """

    name: str
    type: PropertyType | None
    column: str
    options: tuple[str, ...] = ()
    has_history: bool = False


@dataclass(frozen=True)
class EventProperty:
    """One property of one event type.

    It lives in `signatures`, once a distinct combination, unless `inline`: then in `events`, once an event.
    `is_shared`: no event type declares it, so that all of them have it.
    """

    name: str
    type: PropertyType | None
    column: str
    options: tuple[str, ...] = ()
    inline: bool = False
    is_shared: bool = False


@dataclass(frozen=True)
class ObjectShape:
    """The table of one object type; if there are any, the table of its property changes, and that of the engagement
    resets of records (of all objects)."""

    name: str
    table: str
    properties: Mapping[str, Property]
    changes: str | None = None
    resets: str | None = None


@dataclass(frozen=True)
class Catalog:
    """Everything the compiler may know of the data: names, types and where they are kept.

    `links` maps (from object, to object) to a table, in both directions; `static_segments` maps a key found
    in `segment_members` to its object.
    """

    objects: Mapping[str, ObjectShape]
    events: Mapping[str, Mapping[str, EventProperty]] = field(default_factory=dict)
    links: Mapping[tuple[str, str], str] = field(default_factory=dict)
    static_segments: Mapping[str, str] = field(default_factory=dict)
    time_zone: str = "UTC"

    def tables(self) -> frozenset[str]:
        """The names of all tables that a compiled query may look at."""
        found = {"members", "events", "signatures", *self.links.values()}
        for shape in self.objects.values():
            found |= {table for table in (shape.table, shape.changes, shape.resets) if table}
        return frozenset(found)
