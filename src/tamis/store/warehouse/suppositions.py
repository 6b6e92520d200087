"""Things that are supposed of a record, and how they are written into the copies of what scores look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tamis.compile.catalog import SQL_TYPES, Catalog
from tamis.store.warehouse.warehouse import Warehouse

#: A cell as the warehouse keeps it: several choices are one text, instants microseconds since the epoch, UTC.
Cell = str | float | bool | int | None
Cells = tuple[tuple[str, Cell], ...]
_BY_COLUMN, _NO_RANK = 2, 0


@dataclass(frozen=True)
class PropertyIs:
    """A record, by its number, has another value of a property, now."""

    object: str
    n: int
    property: str
    value: Cell


@dataclass(frozen=True)
class EventHappens:
    """A contact, by its number, does something now, so many times; not by a machine."""

    contact: int
    type: str
    properties: Cells
    times: int = 1


@dataclass(frozen=True)
class IsMember:
    """A record, by its number, is in a static segment."""

    segment: str
    n: int


@dataclass(frozen=True)
class IsAssociated:
    """A record, by its object and number, is associated with a new one that has these properties; a new contact may
    have done something now."""

    object: str
    n: int
    other: str
    label: str | None
    properties: Cells
    event: tuple[str, Cells] | None = None


Supposed = PropertyIs | EventHappens | IsMember | IsAssociated
Supposition = tuple[Supposed, ...]
_Placed = tuple[int, Supposed]


class Writing:
    """Writes suppositions into the current database, where what each is about lies `stride` numbers further on."""

    def __init__(self, warehouse: Warehouse, catalog: Catalog, stride: int) -> None:
        self._warehouse, self._catalog, self._stride = warehouse, catalog, stride
        self._fresh = int(warehouse.one("SELECT coalesce(max(signature), -1) + 1 FROM signatures"))
        self.written: set[str] = set()
        """The tables into which rows were added."""

    def write(self, suppositions: Sequence[Supposition], as_of: int) -> None:
        """Each into a copy of its own, the first into the one after the original; what happens, happens at `as_of`."""
        placed = [((k + 1) * self._stride, each) for k, supposition in enumerate(suppositions) for each in supposition]
        for (object, name), rows in _by_property(placed).items():
            self._set(object, name, rows)
        self._add_members([(shift + each.n, each.segment) for shift, each in placed if isinstance(each, IsMember)])
        self._add_records(placed, as_of)
        happening = [(shift + e.contact, e.type, e.properties, e.times) for shift, e in _events(placed)]
        self._add_events(happening, as_of)

    def _set(self, object: str, name: str, rows: Sequence[tuple[int, Cell]]) -> None:
        shape = self._catalog.objects[object]
        property = shape.properties[name]
        assert property.type is not None
        numbers, engine = [n for n, _ in rows], self._warehouse.engine
        if shape.changes:
            # Without changes of it, what the record's own row says holds.
            engine.sql(
                f"DELETE FROM {shape.changes} WHERE property = ? AND n IN (SELECT unnest(?::INTEGER[]))",
                [name, numbers],
            )
        engine.sql(
            f"UPDATE {shape.table} AS r SET {property.column} = s.value FROM"
            f" (SELECT unnest(?::INTEGER[]) AS n, unnest(?::{SQL_TYPES[property.type]}[]) AS value) AS s"
            " WHERE r.n = s.n",
            [numbers, [value for _, value in rows]],
        )

    def _add_members(self, rows: Sequence[tuple[int, str]]) -> None:
        if rows:
            self.written.add("members")
            self._warehouse.engine.sql(
                "INSERT INTO members (segment, n) SELECT unnest(?::VARCHAR[]), unnest(?::INTEGER[])",
                [[segment for _, segment in rows], [n for n, _ in rows]],
            )

    def _add_records(self, placed: Sequence[_Placed], as_of: int) -> None:
        taken: dict[int, int] = {}
        for shift, each in placed:
            if isinstance(each, IsAssociated):
                taken[shift] = taken.get(shift, 0) + 1
                n = shift + self._stride - taken[shift]
                self._add_record(n, shift + each.n, each)
                if each.event is not None:
                    self._add_events([(n, *each.event, 1)], as_of)

    def _add_record(self, n: int, to: int, each: IsAssociated) -> None:
        shape, engine = self._catalog.objects[each.other], self._warehouse.engine
        self.written.add(shape.table)
        columns = ["n", "id", *(shape.properties[name].column for name, _ in each.properties)]
        marks = ", ".join("?" for _ in columns)
        values = [n, "", *(value for _, value in each.properties)]
        engine.sql(f"INSERT INTO {shape.table} ({', '.join(columns)}) VALUES ({marks})", values)
        rank = _BY_COLUMN if {each.object, each.other} == {"contact", "company"} else _NO_RANK
        for a, b, ends in ((each.object, each.other, (to, n)), (each.other, each.object, (n, to))):
            if (a, b) in self._catalog.links:
                table = self._catalog.links[a, b]
                self.written.add(table)
                engine.sql(
                    f"INSERT INTO {table} (from_n, to_n, label, rank) VALUES (?, ?, ?, ?)", [*ends, each.label, rank]
                )

    def _add_events(self, happening: Sequence[tuple[int, str, Cells, int]], as_of: int) -> None:
        """Events that are alike have one signature; those with the same columns are written together."""
        alike: dict[tuple[str, Cells], list[int]] = {}
        for contact, type, cells, times in happening:
            alike.setdefault((type, cells), []).extend([contact] * times)
        signatures: dict[tuple[str, ...], list[list[Cell]]] = {}
        events: dict[tuple[str, ...], list[list[Cell]]] = {}
        for (type, cells), contacts in alike.items():
            shape = self._catalog.events.get(type, {})
            held = [(shape[name].column, shape[name].inline, value) for name, value in cells]
            folded = [(column, value) for column, inline, value in held if not inline]
            own = [(column, value) for column, inline, value in held if inline]
            columns = ("signature", "type", "machine", *(column for column, _ in folded))
            signatures.setdefault(columns, []).append([self._fresh, type, False, *(value for _, value in folded)])
            columns = ("contact", "occurred_at", "signature", "key", *(column for column, _ in own))
            same = [as_of, self._fresh, 0, *(value for _, value in own)]
            events.setdefault(columns, []).extend([contact, *same] for contact in contacts)
            self._fresh += 1
        self._insert("signatures", signatures)
        self._insert("events", events)
        self.written |= {"events"} if events else set()

    def _insert(self, table: str, by_columns: dict[tuple[str, ...], list[list[Cell]]]) -> None:
        for columns, rows in by_columns.items():
            marks = f"({', '.join('?' for _ in columns)})"
            self._warehouse.engine.sql(
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join(marks for _ in rows)}",
                [cell for row in rows for cell in row],
            )


def _by_property(placed: Sequence[_Placed]) -> dict[tuple[str, str], list[tuple[int, Cell]]]:
    found: dict[tuple[str, str], list[tuple[int, Cell]]] = {}
    for shift, each in placed:
        if isinstance(each, PropertyIs):
            found.setdefault((each.object, each.property), []).append((shift + each.n, each.value))
    return found


def _events(placed: Sequence[_Placed]) -> Iterator[tuple[int, EventHappens]]:
    return ((shift, each) for shift, each in placed if isinstance(each, EventHappens))
