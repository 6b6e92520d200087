"""The rows of a timeline, as the warehouse has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tamis.compile.catalog import CHANGE_COLUMNS, EventProperty
from tamis.compile.moment import EARLIEST
from tamis.definitions import PropertyType
from tamis.errors import UsageError
from tamis.operations.record.cells import Shown, read_kept
from tamis.operations.record.naming import name_of
from tamis.operations.record.opened import OpenRecord

# Of an event's key, so that texts are in the order of the numbers.
_DIGITS = 39


@dataclass(frozen=True)
class Cursor:
    """Where a page ends: an instant (microseconds since the epoch, UTC), and which of several of that instant."""

    at: int
    place: str

    @classmethod
    def newest(cls, as_of: int) -> Cursor:
        """The end of a page before the first: all up to that instant comes after it."""
        return cls(as_of + 1, "")

    @classmethod
    def read(cls, text: str) -> Cursor:
        """Raises UsageError for a text that is no cursor."""
        at, _, place = text.partition("~")
        if not at.lstrip("-").isdecimal() or len(at) > 20:
            raise UsageError("This page of the timeline is not known; begin with the newest.")
        return cls(int(at), place)

    def __str__(self) -> str:
        return f"{self.at}~{self.place}"


@dataclass(frozen=True)
class EventRow:
    """One event: of which contact, and its properties (name, type, value)."""

    at: int
    place: str
    type: str
    is_machine: bool
    contact_id: str
    contact_name: str | None
    cells: tuple[tuple[str, PropertyType, Shown], ...]


@dataclass(frozen=True)
class ChangeRow:
    """One change of a property."""

    at: int
    place: str
    property: str
    type: PropertyType | None
    before: Shown
    after: Shown


def contacts_of(record: OpenRecord) -> str:
    """SQL of the numbers of the contacts whose events are the record's: itself, or those associated with it."""
    if record.object == "contact":
        return str(record.n)
    links = record.catalog.links.get((record.object, "contact"))
    return f"SELECT to_n FROM warehouse.{links} WHERE from_n = {record.n:d}" if links else "SELECT NULL::INTEGER"


def event_rows(record: OpenRecord, after: Cursor, event_type: str | None, most: int) -> list[EventRow]:
    """The newest events before a cursor."""
    shapes = {p.column: p for shape in record.catalog.events.values() for p in shape.values() if p.type is not None}
    columns = "".join(f", {'e' if p.inline else 's'}.{column}" for column, p in shapes.items())
    params: list[object] = [after.at, after.place]
    chosen = ""
    if event_type is not None:
        chosen = " AND signature IN (SELECT signature FROM warehouse.signatures WHERE type = $3)"
        params.append(event_type)
    rows = record.warehouse.rows(
        f"""
        SELECT e.occurred_at, e.place, s.type, s.machine, c.id, {_contact_name(record)} {columns}
        FROM (SELECT *, 'e' || lpad(key::VARCHAR, {_DIGITS}, '0') AS place FROM warehouse.events
            WHERE contact IN ({contacts_of(record)}) AND {_before("occurred_at", "place")}{chosen}
            ORDER BY occurred_at DESC, place DESC LIMIT {most:d}) AS e
        JOIN warehouse.signatures AS s USING (signature)
        JOIN warehouse.{record.catalog.objects["contact"].table} AS c ON c.n = e.contact
        """,
        params,
    )
    return [_event_row(record, row, list(shapes)) for row in rows]


def change_rows(record: OpenRecord, after: Cursor, most: int) -> list[ChangeRow]:
    """The newest changes of properties before a cursor."""
    shape = record.shape
    if shape.changes is None:
        return []
    held = sorted(set(CHANGE_COLUMNS.values()))
    rows = record.warehouse.rows(
        f"""
        WITH told AS (
            SELECT changed_at, 'p' || property AS place, property, {", ".join(held)},
                {", ".join(f"lag({c}) OVER w AS before_{c}" for c in held)}
            FROM warehouse.{shape.changes} WHERE n = $3 WINDOW w AS (PARTITION BY property ORDER BY changed_at)
        )
        FROM told WHERE changed_at > {EARLIEST} AND {_before("changed_at", "place")}
        ORDER BY changed_at DESC, place DESC LIMIT {most:d}
        """,
        [after.at, after.place, record.n],
    )
    found, zone = [], record.catalog.time_zone
    for at, place, name, *values in rows:
        property = shape.properties.get(name)
        if property is None or property.type is None:
            continue
        column = held.index(CHANGE_COLUMNS[property.type])
        new, old = values[column], values[len(held) + column]
        before, now = (read_kept(each, property.type, zone) for each in (old, new))
        found.append(ChangeRow(at, place, name, property.type, before, now))
    return found


def _before(at: str, place: str) -> str:
    return f"({at} < $1 OR {at} = $1 AND {place} < $2)"


def _contact_name(record: OpenRecord) -> str:
    return "NULL::VARCHAR" if record.object == "contact" else name_of(record.catalog, "contact")


def _event_row(record: OpenRecord, row: tuple[Any, ...], columns: list[str]) -> EventRow:
    at, place, type, machine, id, name, *values = row
    held = dict(zip(columns, values, strict=True))
    shape = record.catalog.events.get(type, {})
    return EventRow(
        at, place, type, bool(machine), id, name, tuple(_cells(shape.values(), held, record.catalog.time_zone))
    )


def _cells(properties: Any, held: dict[str, Any], zone: str) -> list[tuple[str, PropertyType, Shown]]:
    known: list[EventProperty] = [p for p in properties if p.type is not None and held.get(p.column) is not None]
    return [(p.name, p.type, read_kept(held[p.column], p.type, zone)) for p in known if p.type is not None]
