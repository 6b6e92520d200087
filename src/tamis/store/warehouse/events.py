"""Events: new ones are added, known ones (of a key that is there) are left as they are.

What rules look at lies in `signatures`, once for each distinct combination of type, machine flag and properties;
properties with very many values lie in `events` themselves (`inline`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tamis.compile.catalog import SQL_TYPES, EventProperty
from tamis.definitions import PropertyType
from tamis.errors import DataError
from tamis.store.warehouse.records import TakenRecords
from tamis.store.warehouse.warehouse import Warehouse

Shapes = Mapping[str, Mapping[str, EventProperty]]


@dataclass(frozen=True)
class _Column:
    """A column of event properties as it was read (`staged`) and as the warehouse has it."""

    staged: str
    is_staged_inline: bool
    own: str
    is_inline: bool
    sql_type: str


def take_events(warehouse: Warehouse, staged: Shapes, contacts: TakenRecords) -> tuple[int, int]:
    """Adds the events that are new; gives how many they are, and how many were there already."""
    _note_types(warehouse, staged)
    columns = _columns(warehouse, staged)
    [(read,)] = warehouse.rows("SELECT count(*) FROM events")
    if not read:
        return 0, 0
    _take_signatures(warehouse, columns)
    inline = [column for column in columns if column.is_inline]
    values = "".join(f", {'e' if column.is_staged_inline else 's'}.{column.staged}" for column in inline)
    names = "".join(f", {column.own}" for column in inline)
    unknown = (
        "(FROM events ANTI JOIN warehouse.events AS known USING (key)) AS e"
        f" JOIN {contacts.places} AS p ON p.s = e.contact"
    )
    _note_merged(warehouse, unknown)
    new = warehouse.one(
        f"INSERT INTO warehouse.events (contact, occurred_at, signature, key{names})"
        f" SELECT coalesce(m.kept, p.n), e.occurred_at, o.own, e.key{values}"
        f" FROM {unknown} LEFT JOIN warehouse.merged AS m ON m.n = p.n"
        " JOIN signatures AS s ON s.signature = e.signature JOIN own_signatures AS o ON o.staged = e.signature"
    )
    warehouse.engine.sql("DROP TABLE own_signatures")
    return int(new), int(read) - int(new)


def _note_merged(warehouse: Warehouse, unknown: str) -> None:
    """Events of a merged contact are the kept one's; under whose id they came is noted, so that it can be undone."""
    if warehouse.one("SELECT EXISTS (FROM warehouse.merged)"):
        warehouse.engine.sql(
            f"INSERT INTO warehouse.merged_events SELECT p.n, e.key FROM {unknown}"
            " JOIN warehouse.merged AS m ON m.n = p.n WHERE m.n <> m.kept"
        )


def _note_types(warehouse: Warehouse, staged: Shapes) -> None:
    warehouse.engine.sql(
        "INSERT INTO warehouse.event_types SELECT unnest(?::VARCHAR[]) AS type"
        " EXCEPT SELECT type FROM warehouse.event_types",
        [list(staged)],
    )


def _columns(warehouse: Warehouse, staged: Shapes) -> list[_Column]:
    """The columns of all properties that were read; what the warehouse lacks is made."""
    columns: dict[str, _Column] = {}
    shared = _shared(staged)
    for event_type, properties in staged.items():
        for name, property in properties.items():
            if property.type is not None:
                of = None if name in shared else event_type
                if property.column not in columns:
                    columns[property.column] = _column(warehouse, of, property)
                _note_property(warehouse, of, property, columns[property.column])
    return list(columns.values())


def _shared(staged: Shapes) -> frozenset[str]:
    """The names that belong to every event type: no type declares them."""
    of_all = [set(properties.items()) for properties in staged.values()]
    names = {name for name, _ in set.intersection(*of_all)} if of_all else set()
    # A single type, or one that all declare alike, tells no difference; it does not matter then.
    return frozenset(names)


def _column(warehouse: Warehouse, event_type: str | None, property: EventProperty) -> _Column:
    assert property.type is not None
    sql_type = SQL_TYPES[property.type]
    found = warehouse.rows(
        "SELECT DISTINCT column_name, inline FROM warehouse.event_properties WHERE name = ? AND type = ?",
        [property.name, str(property.type)],
    )
    if not found:
        own = f"e{warehouse.one('SELECT count(DISTINCT column_name) FROM warehouse.event_properties')}"
        table = "events" if property.inline else "signatures"
        warehouse.engine.sql(f"ALTER TABLE warehouse.{table} ADD COLUMN {own} {sql_type}")
        return _Column(property.column, property.inline, own, property.inline, sql_type)
    [(own, is_inline)] = found
    if property.inline and not is_inline:
        _move_inline(warehouse, own, sql_type)
        is_inline = True
    return _Column(property.column, property.inline, own, is_inline, sql_type)


def _note_property(warehouse: Warehouse, event_type: str | None, property: EventProperty, column: _Column) -> None:
    found = warehouse.rows(
        "SELECT type FROM warehouse.event_properties WHERE name = ? AND event_type IS NOT DISTINCT FROM ?",
        [property.name, event_type],
    )
    if found and found[0][0] != property.type:
        of = f" of {event_type}" if event_type else ""
        raise DataError(
            "events",
            f"The property {property.name}{of} is {property.type} here, and was {PropertyType(found[0][0])} before.",
            "see schema.yaml",
        )
    if not found:
        warehouse.engine.sql(
            "INSERT INTO warehouse.event_properties VALUES (?, ?, ?, ?, ?, ?)",
            [event_type, property.name, str(property.type), list(property.options), column.own, column.is_inline],
        )


def _move_inline(warehouse: Warehouse, own: str, sql_type: str) -> None:
    """A property has come to have too many values for the signatures: each event keeps its own value from now on."""
    engine = warehouse.engine
    engine.sql(f"ALTER TABLE warehouse.events ADD COLUMN {own} {sql_type}")
    engine.sql(
        f"UPDATE warehouse.events SET {own} = s.{own} FROM warehouse.signatures AS s"
        f" WHERE s.signature = events.signature AND s.{own} IS NOT NULL"
    )
    engine.sql(f"ALTER TABLE warehouse.signatures DROP COLUMN {own}")
    engine.sql("UPDATE warehouse.event_properties SET inline = true WHERE column_name = ?", [own])


def _take_signatures(warehouse: Warehouse, columns: list[_Column]) -> None:
    """Adds the combinations that are new, and maps those that were read to the warehouse's own (`own_signatures`)."""
    engine = warehouse.engine
    folded = [column for column in columns if not column.is_inline]
    # What was read is a column of the signatures or of the events; the warehouse's say where it is to be.
    read = {column.own: f"s.{column.staged}" for column in folded if not column.is_staged_inline}
    own = [
        column
        for (column,) in warehouse.rows(
            "SELECT column_name FROM duckdb_columns() WHERE database_name = 'warehouse' AND table_name = 'signatures'"
            " AND column_name NOT IN ('signature', 'type', 'machine')"
        )
    ]
    told = ", ".join(f"{read.get(column, 'NULL')} AS {column}" for column in own)
    engine.sql(
        f"CREATE TEMP TABLE told AS SELECT s.signature AS staged, s.type, s.machine{', ' + told if told else ''}"
        " FROM signatures AS s"
    )
    names = ", ".join(["type", "machine", *own])
    same = " AND ".join(f"t.{name} IS NOT DISTINCT FROM w.{name}" for name in ["type", "machine", *own])
    engine.sql(
        f"INSERT INTO warehouse.signatures (signature, {names})"
        " SELECT (SELECT coalesce(max(signature) + 1, 0) FROM warehouse.signatures)"
        f" + row_number() OVER (ORDER BY {names}) - 1, {names}"
        f" FROM (SELECT DISTINCT {names} FROM told AS t WHERE NOT EXISTS (FROM warehouse.signatures AS w WHERE {same}))"
    )
    # Signatures that a moved property once told apart may be alike now; any of them will do.
    engine.sql(
        "CREATE TEMP TABLE own_signatures AS SELECT t.staged, min(w.signature) AS own"
        f" FROM told AS t JOIN warehouse.signatures AS w ON {same} GROUP BY t.staged"
    )
    engine.sql("DROP TABLE told")
