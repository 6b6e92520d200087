"""The events (data.md: the table `events`, "Types", "Repeated events" and "Bad input")."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from tests.spec.interpreter.instants import read_instant
from tests.spec.interpreter.records import Property, Records, properties_of, read_cell
from tests.spec.interpreter.schema import Schema
from tests.spec.interpreter.tables import Row, Table, json_cells, read_json
from tests.spec.interpreter.told import Told

_OWN = {"id", "contact_id", "type", "occurred_at", "machine", "properties"}
_MACHINE = Property("boolean", digits=True)


@dataclass(frozen=True)
class Event:
    type: str
    occurred_at: int
    machine: bool
    values: dict[str, object]


@dataclass
class Events:
    """Events by contact; `declared` and `shared` are the properties of one type and of all types."""

    by_contact: dict[str, list[Event]] = field(default_factory=lambda: defaultdict(list))
    declared: dict[str, dict[str, Property]] = field(default_factory=dict)
    shared: dict[str, Property] = field(default_factory=dict)

    def properties(self, type: str) -> dict[str, Property]:
        """ "A column is read with the type that the row's event type declares; one that no type declares is of all"."""
        return self.shared | self.declared.get(type, {})


def read_events(table: Table | None, contacts: Records, schema: Schema, told: Told) -> Events:
    table = table or Table()
    rows = [row for row in table.rows if _is_readable(row, contacts, schema, told)]
    rows = [_unpacked(row, told) for row in _without_repeats(rows, schema, told)]
    events = _shapes(table, rows, schema)
    for row in rows:
        events.by_contact[row.text("contact_id")].append(_event(row, events, schema, told))
    return events


def _is_readable(row: Row, contacts: Records, schema: Schema, told: Told) -> bool:
    reason = _reason_to_reject(row, contacts, schema)
    if reason:
        told.reject(row, reason)
    return reason is None


def _reason_to_reject(row: Row, contacts: Records, schema: Schema) -> str | None:
    if "id" in row.cells and row.text("id") is None:
        return "id cannot be read"
    if row.text("type") is None:
        return "type cannot be read"
    if read_time(row, "occurred_at", schema) is None:
        return "occurred_at cannot be read"
    if row.text("contact_id") not in contacts.by_id:
        return "no such contact"
    return None


def read_time(row: Row, column: str, schema: Schema) -> int | None:
    try:
        return read_instant(row.text(column) or "", schema.time_zone)
    except ValueError:
        return None


def _without_repeats(rows: list[Row], schema: Schema, told: Told) -> Iterable[Row]:
    """ "Rows of one event id that are equal in every column are one event"; of differing ones the earliest counts."""
    repeats: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.text("id") is None:
            yield row
        else:
            repeats[row.text("id")].append(row)
    for same in repeats.values():
        counts = min(same, key=lambda row: (read_time(row, "occurred_at", schema), row.signature))
        for row in same:
            if row.signature != counts.signature:
                told.reject(row, "another event with this id")
        yield counts


def _unpacked(row: Row, told: Told) -> Row:
    """The row with its JSON object of properties as columns; one that cannot be read is unknown and listed."""
    cell = row.cells.get("properties")
    if cell is None:
        return row
    try:
        properties = read_json(cell.written) if cell.is_text else None
    except ValueError:
        properties = None
    if not isinstance(properties, dict):
        told.list_cell(row, "properties")
        return row
    return replace(row, cells=row.cells | json_cells(properties))


def _shapes(table: Table, rows: list[Row], schema: Schema) -> Events:
    """The properties of each event type. The decimal sign is looked for among the cells that are read as numbers."""
    declared = schema.events
    undeclared = (table.columns | {column for row in rows for column in row.cells}) - _OWN
    undeclared -= {name for properties in declared.values() for name in properties}
    shapes = Events(shared=properties_of(undeclared, {}, rows))
    for type, properties in declared.items():
        own = [row for row in rows if row.text("type") == type]
        shapes.declared[type] = properties_of(set(properties), properties, own)
    return shapes


def _event(row: Row, events: Events, schema: Schema, told: Told) -> Event:
    properties = events.properties(row.text("type"))
    return Event(
        row.text("type"),
        read_time(row, "occurred_at", schema),
        read_cell(row, "machine", _MACHINE, schema, told) or False,
        {name: read_cell(row, name, property, schema, told) for name, property in properties.items()},
    )
