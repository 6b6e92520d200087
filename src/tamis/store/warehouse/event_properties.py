"""The properties that events have had: where their values are kept, and how they become values of another type.

A property is of one event type, or of all that have none of that name themselves. Values of one name and type have one
column, in `signatures` or, `inline`, in `events`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tamis.compile.catalog import SQL_TYPES, EventProperty
from tamis.definitions import PropertyType
from tamis.errors import DataError
from tamis.store.warehouse.retyping import Retyped, Retyping, reread_values
from tamis.store.warehouse.sql import literal
from tamis.store.warehouse.warehouse import Warehouse

Shapes = Mapping[str, Mapping[str, EventProperty]]


@dataclass(frozen=True)
class EventColumn:
    """A column of event properties as it was read (`staged`) and as the warehouse has it."""

    staged: str
    is_staged_inline: bool
    own: str
    is_inline: bool


def event_columns(
    warehouse: Warehouse, staged: Shapes, retyping: Retyping | None
) -> tuple[list[EventColumn], list[Retyped]]:
    """The columns of all properties that were read; what the warehouse lacks is made, and what is of another type now
    is converted.

    Raises DataError where a property's values cannot be read as its new type.
    """
    own: dict[str, tuple[EventProperty, str]] = {}
    retyped: dict[Retyped, None] = {}
    # A property of all types is among those of each: of 5,000 types with 50 of them, to note it anew took six minutes.
    noted: set[tuple[str | None, str]] = set()
    for event_type, properties in staged.items():
        for property in properties.values():
            if property.type is not None:
                if property.column not in own:
                    own[property.column] = property, _column(warehouse, property)
                of = None if property.is_shared else event_type
                if (of, property.name) not in noted:
                    noted.add((of, property.name))
                    retyped |= dict.fromkeys(_note(warehouse, of, property, own[property.column][1], retyping))
    inline = _inline(warehouse)
    columns = [EventColumn(name, p.inline, column, column in inline) for name, (p, column) in own.items()]
    return columns, list(retyped)


def valueless_event_properties(warehouse: Warehouse) -> frozenset[str]:
    """The names among the properties of all event types that no event has ever had a value of: their types were
    guesses."""
    found = warehouse.rows("SELECT name, column_name FROM warehouse.event_properties WHERE event_type IS NULL")
    inline = _inline(warehouse)
    return frozenset(
        name
        for name, column in found
        if not warehouse.one(f"SELECT count({column}) FROM warehouse.{'events' if column in inline else 'signatures'}")
    )


def _column(warehouse: Warehouse, property: EventProperty) -> str:
    """The warehouse's column for values of that name and type, with as much room as was read; made if it is new."""
    assert property.type is not None
    found = warehouse.rows(
        "SELECT DISTINCT column_name FROM warehouse.event_properties WHERE name = ? AND type = ?",
        [property.name, str(property.type)],
    )
    if found:
        [(own,)] = found
        if property.inline:
            move_inline(warehouse, own, SQL_TYPES[property.type])
        return str(own)
    own = f"e{_next_number(warehouse)}"
    table = "events" if property.inline else "signatures"
    warehouse.engine.sql(f"ALTER TABLE warehouse.{table} ADD COLUMN {own} {SQL_TYPES[property.type]}")
    return own


def _next_number(warehouse: Warehouse) -> int:
    return 1 + max((int(column[1:]) for table in _TABLES for column in _columns_of(warehouse, table)), default=-1)


_TABLES = ("signatures", "events")


def _columns_of(warehouse: Warehouse, table: str) -> list[str]:
    """The columns of properties in a table."""
    return [column for column in warehouse.columns(table) if re.fullmatch("e[0-9]+", column)]


def _inline(warehouse: Warehouse) -> frozenset[str]:
    return frozenset(_columns_of(warehouse, "events"))


def _note(
    warehouse: Warehouse, of: str | None, property: EventProperty, column: str, retyping: Retyping | None
) -> list[Retyped]:
    """Writes down that the event type (None: all) has the property in that column, and brings its values there."""
    found = warehouse.rows(
        "SELECT event_type, type, column_name, options FROM warehouse.event_properties"
        " WHERE name = $1 AND (event_type IS NULL OR event_type = $2) ORDER BY event_type NULLS LAST",
        [property.name, of],
    )
    before = next(((PropertyType(type), old) for _, type, old, _ in found), None)
    is_own = bool(found) and found[0][0] == of
    retyped = []
    if before and before[0] != property.type:
        retyped = _retype(warehouse, of, property, before, column, retyping, may_lose=not is_own)
    if not is_own:
        _insert(warehouse, of, property, column)
    elif retyped or (property.options and tuple(found[0][3]) != property.options):
        _rewrite(warehouse, of, property, column)
        _drop_unused(warehouse, found[0][2])
    return retyped


def _insert(warehouse: Warehouse, of: str | None, property: EventProperty, column: str) -> None:
    warehouse.engine.sql(
        "INSERT INTO warehouse.event_properties VALUES (?, ?, ?, ?, ?, ?)",
        [of, property.name, str(property.type), list(property.options), column, column in _inline(warehouse)],
    )


def _rewrite(warehouse: Warehouse, of: str | None, property: EventProperty, column: str) -> None:
    """The type, the place and the options as they are now."""
    warehouse.engine.sql(
        "UPDATE warehouse.event_properties SET type = $3, column_name = $4, inline = $5, options = $6"
        " WHERE name = $2 AND event_type IS NOT DISTINCT FROM $1",
        [of, property.name, str(property.type), column, column in _inline(warehouse), list(property.options)],
    )


def _retype(
    warehouse: Warehouse,
    of: str | None,
    property: EventProperty,
    before: tuple[PropertyType, str],
    column: str,
    retyping: Retyping | None,
    *,
    may_lose: bool,
) -> list[Retyped]:
    """Gives the events of that type (None: of all that have no such property of their own) values of the new type.

    An event type that declares what was a property of all types may lose the values that its type does not fit: they
    stay where they were, unseen, and what the other types have is not touched.
    """
    assert property.type is not None
    (was, old), now = before, property.type
    if retyping is None:
        raise DataError(
            "events", f"{_named(of, property.name)} is {now} here, and was {was} before.", "see schema.yaml"
        )
    kept = _kept(warehouse, old, _scope(of, property.name))
    reread_values(warehouse, f"SELECT old FROM ({kept})", before=was, now=now, retyping=retyping)
    [(values, unreadable)] = warehouse.rows(
        f"SELECT count(*), count(*) FILTER (r.is_unreadable) FROM ({kept}) AS k JOIN reread AS r USING (old)"
    )
    if unreadable and not may_lose:
        raise DataError(
            "schema.yaml",
            f"{_named(of, property.name)} is declared {now} and was {was} before; {unreadable:,} of the {values:,}"
            f" events with a value stand against it: theirs cannot be read as {now}.",
            f"leave it {was}, or give it another name",
        )
    if values:
        _write(warehouse, old, column, now, _scope(of, property.name))
    warehouse.engine.sql("DROP TABLE reread")
    return [Retyped(of, True, property.name, was, now, values - unreadable, unreadable)]


def _named(of: str | None, name: str) -> str:
    return f"The property {name}{f' of {of}' if of else ''}"


def _scope(of: str | None, name: str) -> str:
    """SQL that holds for signatures (`s`) of the event type, or of those without a property of that name."""
    if of is not None:
        return f"s.type = {literal(of)}"
    own = f"SELECT event_type FROM warehouse.event_properties WHERE name = {literal(name)} AND event_type IS NOT NULL"
    return f"s.type NOT IN ({own})"


def _kept(warehouse: Warehouse, old: str, scope: str) -> str:
    """SQL of the value (`old`) of each event of the scope that has one."""
    place = "e" if old in _inline(warehouse) else "s"
    return (
        f"SELECT {place}.{old} AS old FROM warehouse.events AS e JOIN warehouse.signatures AS s USING (signature)"
        f" WHERE {scope} AND {place}.{old} IS NOT NULL"
    )


def _write(warehouse: Warehouse, old: str, new: str, now: PropertyType, scope: str) -> None:
    """Writes the values that were read anew, where none of the new type is there."""
    engine = warehouse.engine
    if old in _inline(warehouse):
        move_inline(warehouse, new, SQL_TYPES[now])
    if new not in _inline(warehouse):
        engine.sql(
            f"UPDATE warehouse.signatures AS s SET {new} = r.value FROM reread AS r"
            f" WHERE r.old = s.{old} AND s.{new} IS NULL AND {scope}"
        )
        return
    place = "e" if old in _inline(warehouse) else "s"
    engine.sql(
        f"UPDATE warehouse.events AS e SET {new} = r.value FROM reread AS r, warehouse.signatures AS s"
        f" WHERE s.signature = e.signature AND r.old = {place}.{old} AND e.{new} IS NULL AND {scope}"
    )


def move_inline(warehouse: Warehouse, own: str, sql_type: str) -> None:
    """A property has come to have too many values for the signatures: each event keeps its own value from now on."""
    if own in _inline(warehouse):
        return
    engine = warehouse.engine
    engine.sql(f"ALTER TABLE warehouse.events ADD COLUMN {own} {sql_type}")
    engine.sql(
        f"UPDATE warehouse.events SET {own} = s.{own} FROM warehouse.signatures AS s"
        f" WHERE s.signature = events.signature AND s.{own} IS NOT NULL"
    )
    engine.sql(f"ALTER TABLE warehouse.signatures DROP COLUMN {own}")
    engine.sql("UPDATE warehouse.event_properties SET inline = true WHERE column_name = ?", [own])


def _drop_unused(warehouse: Warehouse, column: str) -> None:
    if not warehouse.one("SELECT count(*) FROM warehouse.event_properties WHERE column_name = ?", [column]):
        table = "events" if column in _inline(warehouse) else "signatures"
        warehouse.engine.sql(f"ALTER TABLE warehouse.{table} DROP COLUMN {column}")
