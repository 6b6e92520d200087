"""Events that sources tell: each once, with the properties that its type has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tamis.compile.catalog import SQL_TYPES, EventProperty
from tamis.definitions import PropertyType
from tamis.store.warehouse.event_properties import move_inline
from tamis.store.warehouse.live.cells import Cell, Unreadable, infer_cell_type, read_cell
from tamis.store.warehouse.live.said import Event
from tamis.store.warehouse.newest_events import note_arrived
from tamis.store.warehouse.warehouse import Warehouse

# Whoever has a write key could send ever new names: each new column makes every batch slower from then on.
_MOST_COLUMNS = 300
# A property with more values than this would make a combination of its own for almost every event.
_MOST_SIGNATURES, _MOST_VALUES = 40_000, 5_000
_INLINE = (PropertyType.NUMBER, PropertyType.DATE, PropertyType.DATETIME)


@dataclass
class _Columns:
    """The cells of the batch by the warehouse's own columns; `inline` says where each of these is."""

    cells: dict[str, list[Cell]] = field(default_factory=dict)
    types: dict[str, PropertyType] = field(default_factory=dict)
    inline: dict[str, bool] = field(default_factory=dict)


def take_live_events(
    warehouse: Warehouse, events: Sequence[Event], contacts: Sequence[int]
) -> Mapping[tuple[str, str], int]:
    """Adds events, each of the contact (or visitor) of that number; gives how many values could not be read, by event
    type and property."""
    reader = _Reader(warehouse)
    columns = reader.read(events)
    if events:
        _stage(warehouse, events, contacts, columns)
        _add_signatures(warehouse, columns)
        _insert(warehouse, columns)
        note_arrived(warehouse)
        _move_varied(warehouse, columns)
    return reader.unreadable


class _Reader:
    """Reads the properties of events by what is known of their types, and makes the columns of new ones."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse
        catalog = warehouse.catalog()
        self._zone = catalog.time_zone
        self._shapes = {type: dict(properties) for type, properties in catalog.events.items()}
        self._open = self._of_all()
        self.unreadable: dict[tuple[str, str], int] = {}

    def _of_all(self) -> dict[str, EventProperty]:
        found = self._warehouse.rows(
            "SELECT name, type, column_name, options, inline FROM warehouse.event_properties WHERE event_type IS NULL"
        )
        return {
            name: EventProperty(name, PropertyType(type), column, tuple(options), inline)
            for name, type, column, options, inline in found
        }

    def read(self, events: Sequence[Event]) -> _Columns:
        columns = _Columns()
        for i, event in enumerate(events):
            shape = self._shape(event.type)
            for name, value in event.properties.items():
                property = shape.get(name) or self._new(event.type, name, value)
                if property is not None and property.type is not None:
                    self._put(columns, i, len(events), event.type, property, value)
        return columns

    def _put(
        self, columns: _Columns, i: int, count: int, event_type: str, property: EventProperty, value: object
    ) -> None:
        assert property.type is not None
        try:
            cell = read_cell(value, property.type, self._zone)
        except Unreadable:
            self._count_unread(event_type, property.name)
            return
        if cell is None:
            return
        if property.column not in columns.cells:
            columns.cells[property.column] = [None] * count
            columns.types[property.column] = property.type
            columns.inline[property.column] = property.inline
        columns.cells[property.column][i] = cell

    def _count_unread(self, event_type: str, name: str) -> None:
        place = (event_type, name)
        self.unreadable[place] = self.unreadable.get(place, 0) + 1

    def _shape(self, event_type: str) -> dict[str, EventProperty]:
        if event_type not in self._shapes:
            self._warehouse.engine.sql("INSERT INTO warehouse.event_types VALUES (?)", [event_type])
            self._shapes[event_type] = dict(self._open)
        return self._shapes[event_type]

    def _new(self, event_type: str, name: str, value: object) -> EventProperty | None:
        if value is None or value == "":
            return None
        type = infer_cell_type(value, self._zone)
        found = self._column(name, type)
        if found is None:
            self._count_unread(event_type, name)
            return None
        column, inline = found
        self._warehouse.engine.sql(
            "INSERT INTO warehouse.event_properties (event_type, name, type, options, column_name, inline)"
            " VALUES (?, ?, ?, [], ?, ?)",
            [event_type, name, str(type), column, inline],
        )
        property = EventProperty(name, type, column, (), inline)
        self._shapes[event_type][name] = property
        return property

    def _column(self, name: str, type: PropertyType) -> tuple[str, bool] | None:
        """Event types share the column of a property of one name and type; None where there are too many columns."""
        found = self._warehouse.rows(
            "SELECT column_name, inline FROM warehouse.event_properties WHERE name = ? AND type = ? LIMIT 1",
            [name, str(type)],
        )
        if found:
            return str(found[0][0]), bool(found[0][1])
        [(there, count)] = self._warehouse.rows(
            "SELECT count(DISTINCT column_name), coalesce(max(column_name[2:]::INTEGER) + 1, 0)"
            " FROM warehouse.event_properties"
        )
        if there >= _MOST_COLUMNS:
            return None
        inline = type in _INLINE
        table = "events" if inline else "signatures"
        self._warehouse.engine.sql(f"ALTER TABLE warehouse.{table} ADD COLUMN e{count} {SQL_TYPES[type]}")
        return f"e{count}", inline


def _stage(warehouse: Warehouse, events: Sequence[Event], contacts: Sequence[int], columns: _Columns) -> None:
    more = "".join(f", unnest(?::{SQL_TYPES[type]}[]) AS {column}" for column, type in columns.types.items())
    warehouse.engine.sql(
        "CREATE OR REPLACE TEMP TABLE arrived_events AS SELECT unnest(?::INTEGER[]) AS contact,"
        " unnest(?::BIGINT[]) AS occurred_at, unnest(?::VARCHAR[]) AS type, unnest(?::BOOLEAN[]) AS machine,"
        f" unnest(?::VARCHAR[])::UHUGEINT AS key{more}",
        [
            list(contacts),
            [event.occurred_at for event in events],
            [event.type for event in events],
            [event.machine for event in events],
            [str(event.key) for event in events],
            *columns.cells.values(),
        ],
    )


def _folded(warehouse: Warehouse) -> list[str]:
    """The columns of properties that lie in the signatures."""
    found = warehouse.rows("SELECT DISTINCT column_name FROM warehouse.event_properties WHERE NOT inline ORDER BY ALL")
    return [str(column) for (column,) in found]


def _told(columns: _Columns, folded: Sequence[str]) -> str:
    """SQL of an arrived event's combination."""
    return ", ".join(["type", "machine", *(c if c in columns.cells else f"NULL AS {c}" for c in folded)])


def _same(folded: Sequence[str]) -> str:
    return " AND ".join(f"t.{name} IS NOT DISTINCT FROM s.{name}" for name in ("type", "machine", *folded))


def _add_signatures(warehouse: Warehouse, columns: _Columns) -> None:
    """Adds the combinations that are new; `signed` has those that arrived, with their numbers."""
    folded = _folded(warehouse)
    names = ", ".join(["type", "machine", *folded])
    engine = warehouse.engine
    engine.sql(f"CREATE OR REPLACE TEMP TABLE told AS SELECT DISTINCT {_told(columns, folded)} FROM arrived_events")
    engine.sql(
        f"INSERT INTO warehouse.signatures (signature, {names})"
        " SELECT (SELECT coalesce(max(signature), -1) FROM warehouse.signatures) + row_number() OVER (), "
        f"{names} FROM told AS t WHERE NOT EXISTS (FROM warehouse.signatures AS s WHERE {_same(folded)})"
    )
    engine.sql(
        "CREATE OR REPLACE TEMP TABLE signed AS SELECT min(s.signature) AS signature,"
        f" {', '.join(f't.{name}' for name in ('type', 'machine', *folded))} FROM told AS t"
        f" JOIN warehouse.signatures AS s ON {_same(folded)} GROUP BY ALL"
    )


def _insert(warehouse: Warehouse, columns: _Columns) -> None:
    folded = [column for column in _folded(warehouse) if column in columns.cells]
    inline = [column for column, is_inline in columns.inline.items() if is_inline]
    names = "".join(f", {column}" for column in inline)
    # Combinations without a value for what did not arrive at all: told apart by what did.
    same = " AND ".join(f"t.{name} IS NOT DISTINCT FROM s.{name}" for name in ("type", "machine", *folded))
    warehouse.engine.sql(
        f"INSERT INTO warehouse.events (contact, occurred_at, signature, key{names})"
        f" SELECT contact, occurred_at, s.signature, key{names} FROM arrived_events AS t JOIN signed AS s ON {same}"
    )


def _move_varied(warehouse: Warehouse, columns: _Columns) -> None:
    """A property that came to have very many values moves to the events themselves."""
    if warehouse.one("SELECT count(*) FROM warehouse.signatures") <= _MOST_SIGNATURES:
        return
    for column in [column for column, is_inline in columns.inline.items() if not is_inline]:
        if warehouse.one(f"SELECT count(DISTINCT {column}) FROM warehouse.signatures") > _MOST_VALUES:
            move_inline(warehouse, column, SQL_TYPES[columns.types[column]])
