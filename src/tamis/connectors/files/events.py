"""Events: checked, freed of repeats, and kept as contact, instant and signature (data.md, "Repeated events")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tamis.compile.catalog import EventProperty
from tamis.connectors.files.columns import Column
from tamis.connectors.files.event_columns import EventColumns, ReadColumn, event_columns
from tamis.connectors.files.json_properties import list_no_objects, unpack_properties
from tamis.connectors.files.reading import Reading
from tamis.connectors.files.records import Records, sql_type
from tamis.connectors.files.repeats import has_repeats, settle_repeats
from tamis.connectors.files.signatures import gather_signatures
from tamis.connectors.files.source import Source
from tamis.connectors.files.sql import literals
from tamis.connectors.files.tables import EVENTS, Loading
from tamis.definitions import PropertyType

_MOST_IN_MEMORY = 10_000_000
Shapes = Mapping[str, Mapping[str, EventProperty]]


@dataclass(frozen=True)
class _Built:
    """What one pass made: the shapes, how columns were read, how many rows there were and how many of them are sound.

    `has_all` says that definitions look at every type of event, so that `combinations` is made of all rows.
    """

    shapes: Shapes
    columns: EventColumns
    machine: ReadColumn
    source: Source
    rows: int
    accepted: int
    has_all: bool


def load_events(loading: Loading, contacts: Records) -> Shapes:
    """Creates `events` and `signatures`; gives the properties of each event type.

    Rows are first taken to be sound, and counted: looking for the unsound ones is left to when there are some.
    """
    source = loading.sources.get(EVENTS)
    if source is None:
        return _without_events(loading)
    loading.calendar.learn(source.plain, source.column("occurred_at"), PropertyType.DATETIME)
    is_checked = has_repeats(loading, source)
    if is_checked:
        _reject_unsound(loading, source, contacts)
        settle_repeats(loading, source)
    with loading.joins_as_written():
        built = _build(loading, source, contacts)
        if not is_checked and built.accepted < built.rows:
            _reject_unsound(loading, source, contacts)
            built = _build(loading, source, contacts)
    list_no_objects(loading, source)
    _list_unreadable(loading, built)
    return built.shapes


def _without_events(loading: Loading) -> Shapes:
    loading.engine.sql("CREATE TABLE events (contact INTEGER, occurred_at BIGINT, signature INTEGER)")
    declared = {
        type: {
            name: EventProperty(name, property.type, f"p{i}_{property.type}", property.options)
            for i, (name, property) in enumerate(properties.items())
        }
        for type, properties in loading.schema.events.items()
    }
    columns = {
        property.column: sql_type(property.type or PropertyType.TEXT)
        for properties in declared.values()
        for property in properties.values()
    }
    more = "".join(f", {column} {type}" for column, type in columns.items())
    loading.engine.sql(f"CREATE TABLE signatures (signature INTEGER, type VARCHAR, machine BOOLEAN{more})")
    return declared


def _reject_unsound(loading: Loading, source: Source, contacts: Records) -> None:
    """Rejects rows whose id, type or time cannot be read, or whose contact is not there."""
    id, type, contact = source.column("id"), source.column("type"), source.column("contact_id")
    instant = loading.reader.instant(source.column("occurred_at"))
    reasons = (
        (f"{id.known} AND {id.text} IS NULL", "id", "id cannot be read"),
        (f"{type.text} IS NULL", "type", "type is blank or cannot be read"),
        (f"({instant}) IS NULL", "occurred_at", "occurred_at is blank or cannot be read"),
        ("p.n IS NULL", "contact_id", "no such contact"),
    )
    columns = " ".join(f"WHEN {test} THEN '{column}'" for test, column, _ in reasons)
    why = " ".join(f"WHEN {test} THEN '{reason}'" for test, _, reason in reasons)
    loading.log.reject_rows(
        source.number,
        f'SELECT r.f, r.line, CASE {columns} END AS "column", CASE {why} END AS reason FROM {source.placed} AS r'
        f" LEFT JOIN {contacts.shape.table} AS p ON p.id = {contact.text} WHERE reason IS NOT NULL",
    )


def _build(loading: Loading, packed: Source, contacts: Records) -> _Built:
    source = unpack_properties(loading, packed)
    type = source.column("type")
    found = loading.engine.sql(f"SELECT {type.text}, count(*) FROM {loading.kept(source)} GROUP BY 1").fetchall()
    types = {name: count for name, count in found if name is not None}
    needed = types.keys() & loading.needs.events.keys() if loading.needs is not None else set(types)
    relation, others = _split(loading, source, type, needed, types)
    columns, machine = event_columns(loading, source), _machine(loading, source)
    kept = columns.kept()
    inline, key = gather_signatures(loading, relation, type, machine, kept)
    once_an_event = [column for column in kept if column.column in inline]
    rows = sum(types[name] for name in needed)
    accepted = _create(loading, source, contacts, relation, key=key, inline=once_an_event, rows=rows)
    accepted += _count_sound(loading, source, contacts, others) if others else 0
    known = [*sorted(types), *sorted(loading.schema.events.keys() - types.keys())]
    shapes = columns.shapes(known, inline)
    return _Built(shapes, columns, machine, source, sum(count for _, count in found), accepted, not others)


def _split(
    loading: Loading, source: Source, type: Column, needed: set[str], types: Mapping[str, int]
) -> tuple[str, str]:
    """SQL of the rows that definitions look at, and of the others, which are only checked."""
    kept = loading.kept(source)
    if len(needed) == len(types):
        return kept, ""
    chosen = f"{type.text} IN {literals(needed)}" if needed else "false"
    return f"(SELECT * FROM {kept} WHERE {chosen})", f"(SELECT * FROM {kept} WHERE NOT ({chosen}))"


def _machine(loading: Loading, source: Source) -> ReadColumn:
    column = source.column("machine")
    reading = loading.reader.read(column, PropertyType.BOOLEAN, digits=True)
    return ReadColumn(column, reading, "", "machine", is_declared=True)


def _create(
    loading: Loading,
    source: Source,
    contacts: Records,
    relation: str,
    *,
    key: str,
    inline: list[ReadColumn],
    rows: int,
) -> int:
    instant = loading.reader.instant(source.column("occurred_at"))
    values = {"contact": "p.n", "occurred_at": instant, "signature": "k.signature"}
    values |= {column.column: f"({column.value})::{sql_type(column.reading.type)}" for column in inline}
    selected = ", ".join(f"{value} AS {name}" for name, value in values.items())
    # Small tables stay in memory as they are; packing them would take longer than reading them ever does.
    kind = "TEMP TABLE" if rows <= _MOST_IN_MEMORY else "TABLE"
    loading.engine.sql(
        f"CREATE OR REPLACE {kind} events AS SELECT {selected} FROM {relation} AS r"
        f" JOIN {contacts.shape.table} AS p ON p.id = {source.column('contact_id').text}"
        f" JOIN keys AS k ON k.key = {key}"
    )
    # An instant that cannot be read is counted out here, not filtered out there, which would read each of them twice.
    (count,) = loading.one("SELECT count(occurred_at) FROM events")
    return int(count)


def _count_sound(loading: Loading, source: Source, contacts: Records, others: str) -> int:
    instant = loading.reader.instant(source.column("occurred_at"))
    (count,) = loading.one(
        f"SELECT count(*) FROM {others} AS r SEMI JOIN {contacts.shape.table} AS p"
        f" ON p.id = {source.column('contact_id').text} WHERE ({instant}) IS NOT NULL"
    )
    return int(count)


def _list_unreadable(loading: Loading, built: _Built) -> None:
    """Lists cells that cannot be read as declared, and tells of values that no option allows."""
    source = built.source
    readings: dict[str, list[tuple[Reading, str]]] = {}
    for (name, _), column in built.columns.read.items():
        if column.can_be_unreadable and name in source.columns:
            readings.setdefault(name, []).append((column.reading, column.among))
    if "machine" in source.columns and _is_strange(loading, built):
        readings["machine"] = [(built.machine.reading, "")]
    loading.list_unreadable(source, readings)
    for type, properties in loading.schema.events.items():
        among = f"{source.column('type').text} IN {literals([type])}"
        for name, declared in properties.items():
            if name in source.columns:
                reading = built.columns.read[name, declared.type].reading
                loading.tell_strange_options(source, source.column(name), declared, reading, among=among)


def _is_strange(loading: Loading, built: _Built) -> bool:
    """Whether some cell of `machine` may be unreadable; the distinct combinations tell without another pass."""
    if not built.has_all or not built.machine.reading.unreadable:
        return bool(built.machine.reading.unreadable)
    (count,) = loading.one(f"SELECT count(*) FILTER ({built.machine.reading.unreadable}) FROM combinations")
    return bool(count)
