"""Events: checked, freed of repeats, and kept as contact, instant and signature (data.md, "Repeated events")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tamis.compile.catalog import SQL_TYPES, EventProperty
from tamis.connectors.files.columns import Column, Kind
from tamis.connectors.files.event_columns import EventColumns, ReadColumn, event_columns
from tamis.connectors.files.event_keys import event_key, tell_equals_apart
from tamis.connectors.files.json_properties import list_no_objects, unpack_properties
from tamis.connectors.files.misfits import tell_misfits
from tamis.connectors.files.reading import Reading
from tamis.connectors.files.records import Records
from tamis.connectors.files.repeats import has_repeats, settle_repeats
from tamis.connectors.files.signatures import distinct_cells, gather_signatures
from tamis.connectors.files.source import Source
from tamis.connectors.files.sql import literals
from tamis.connectors.files.tables import EVENTS, Loading, table_kind
from tamis.definitions import PropertyType

Shapes = Mapping[str, Mapping[str, EventProperty]]


@dataclass(frozen=True)
class _Built:
    """What one pass made: the shapes, how columns were read, how many rows there were and how many of them are sound.

    `combined` are the physical columns whose every cell is among `combinations`.
    """

    shapes: Shapes
    columns: EventColumns
    machine: ReadColumn
    source: Source
    rows: int
    accepted: int
    combined: frozenset[str]


def load_events(loading: Loading, contacts: Records) -> Shapes:
    """Creates `events` and `signatures`; gives the properties of each event type.

    Rows whose times the file itself vouches for are looked at first; others are taken to be sound, and counted:
    looking for the unsound ones is left to when there are some.
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
        if not is_checked and source.column("occurred_at").span:
            is_checked = True
            if not _are_sound(loading, source, contacts):
                _reject_unsound(loading, source, contacts)
        built = _build(loading, source, contacts, is_checked=is_checked)
        if not is_checked and built.accepted < built.rows:
            _reject_unsound(loading, source, contacts)
            built = _build(loading, source, contacts, is_checked=True)
    list_no_objects(loading, source)
    _list_unreadable(loading, built)
    for column in built.columns.texts():
        tell_misfits(loading, built.source, [column.source], among=column.among)
    return built.shapes


def _without_events(loading: Loading) -> Shapes:
    key = ", key UHUGEINT" if loading.with_keys else ""
    loading.engine.sql(f"CREATE TABLE events (contact INTEGER, occurred_at BIGINT, signature INTEGER{key})")
    every = [(name, each.type) for properties in loading.schema.events.values() for name, each in properties.items()]
    numbers = {place: i for i, place in enumerate(dict.fromkeys(every))}
    declared = {
        type: {
            name: EventProperty(name, property.type, f"p{numbers[name, property.type]}", property.options)
            for name, property in properties.items()
        }
        for type, properties in loading.schema.events.items()
    }
    columns = {
        property.column: SQL_TYPES[property.type or PropertyType.TEXT]
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


def _build(loading: Loading, packed: Source, contacts: Records, *, is_checked: bool) -> _Built:
    source = unpack_properties(loading, packed)
    type = source.column("type")
    found = loading.engine.sql(f"SELECT {type.text}, count(*) FROM {loading.kept(source)} GROUP BY 1").fetchall()
    types = {name: count for name, count in found if name is not None}
    needed = types.keys() & loading.needs.events.keys() if loading.needs is not None else set(types)
    relation, others = _split(loading, source, type, needed, types)
    columns, machine = event_columns(loading, source), _machine(loading, source)
    kept = columns.kept()
    counts = {name: types[name] for name in needed}
    rows = sum(counts.values())
    seen, within = _in_sight(loading, source, relation, [machine.source, *(column.source for column in kept)], counts)
    inline, key = gather_signatures(loading, seen, type, machine, kept)
    once_an_event = [column for column in kept if column.column in inline]
    accepted = _create(loading, source, contacts, seen, key=key, inline=once_an_event, rows=within)
    if not is_checked and others and _are_sound(loading, source, contacts, others):
        accepted += sum(types.values()) - rows
    known = [*sorted(types), *sorted(loading.schema.events.keys() - types.keys())]
    shapes = columns.shapes(known, inline)
    combined = set[str]()
    if seen == relation:
        combined = {column.column for column in kept if _is_combined(column, types.keys() - needed)} - inline
        combined |= set() if others else {machine.column}
    return _Built(shapes, columns, machine, source, sum(count for _, count in found), accepted, frozenset(combined))


def _is_combined(column: ReadColumn, unneeded: set[str]) -> bool:
    """Whether the column belongs only to events that definitions look at."""
    return not (column.types & unneeded if column.among else unneeded)


def _split(
    loading: Loading, source: Source, type: Column, needed: set[str], types: Mapping[str, int]
) -> tuple[str, str]:
    """SQL of the rows that definitions look at, and of the others (if any), which are only checked."""
    kept = loading.kept(source)
    if len(needed) == len(types):
        return kept, ""
    if not needed:
        return f"(SELECT * FROM {kept} LIMIT 0)", kept
    unneeded = types.keys() - needed
    # The shorter list: of 5 million rows 23 types take 0.09 s to find, leaving out 2 takes 0.05 s.
    is_few = len(unneeded) < len(needed)
    inside = f"{type.text} {'NOT IN' if is_few else 'IN'} {literals(unneeded if is_few else needed)}"
    outside = f"{type.text} {'IN' if is_few else 'NOT IN'} {literals(unneeded if is_few else needed)}"
    return f"(SELECT * FROM {kept} WHERE {inside})", f"(SELECT * FROM {kept} WHERE {outside})"


def _in_sight(
    loading: Loading, source: Source, relation: str, columns: Iterable[Column], types: Mapping[str, int]
) -> tuple[str, int]:
    """The rows that the windows of a call can see and their number: set aside where they are few, as they are looked at
    several times; otherwise all."""
    type, times = source.column("type"), source.column("occurred_at")
    if loading.sight is None or not loading.sight.narrows(times, types):
        return relation, sum(types.values())
    cells = distinct_cells([type, times, source.column("contact_id"), *columns])
    (count,) = loading.one(
        f"CREATE OR REPLACE TEMP TABLE seen AS SELECT {', '.join(cells)} FROM {relation}"
        f" WHERE {loading.sight.test(type, times)}"
    )
    return "seen", int(count)


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
    values |= {column.column: f"({column.value})::{SQL_TYPES[column.reading.type]}" for column in inline}
    values |= {"key": event_key(source)} if loading.with_keys else {}
    selected = ", ".join(f"{value} AS {name}" for name, value in values.items())
    loading.engine.sql(
        f"CREATE OR REPLACE {table_kind(rows, len(values))} events AS SELECT {selected} FROM {relation} AS r"
        f" JOIN {contacts.shape.table} AS p ON p.id = {source.column('contact_id').text}"
        f" JOIN keys AS k ON k.key = {key}"
    )
    if loading.with_keys:
        tell_equals_apart(loading)
    # An instant that cannot be read is counted out here, not filtered out there, which would read each of them twice.
    (count,) = loading.one("SELECT count(occurred_at) FROM events")
    return int(count)


def _are_sound(loading: Loading, source: Source, contacts: Records, rows: str = "") -> bool:
    """Whether all rows, or those of a relation, have a type, a contact and a time.

    The contacts are looked up once each and for all rows: 0.1 s of 5 million where a join of the others took 0.5 s.
    A file's own times are cheaper to look at than to choose among; texts are not.
    """
    type, times, kept = source.column("type"), source.column("occurred_at"), loading.kept(source)
    (without_type,) = loading.one(f"SELECT count(*) - count({type.text}) FROM {rows or kept}")
    without_time = 0
    if not times.span:
        checked = kept if times.kind == Kind.TIME else rows or kept
        (without_time,) = loading.one(f"SELECT count(*) - count({loading.reader.instant(times)}) FROM {checked}")
    (unknown,) = loading.one(
        f"SELECT count(*) FROM (SELECT DISTINCT {source.column('contact_id').text} AS id FROM {kept})"
        f" ANTI JOIN {contacts.shape.table} AS p USING (id)"
    )
    return not without_type and not without_time and not unknown


def _list_unreadable(loading: Loading, built: _Built) -> None:
    """Lists cells that cannot be read as declared, and tells of values that no option allows."""
    source = built.source
    counted, passed = dict[str, list[tuple[Reading, str]]](), dict[str, list[tuple[Reading, str]]]()
    for (name, _), column in built.columns.read.items():
        if column.can_be_unreadable and name in source.columns:
            found = counted if column.column in built.combined else passed
            found.setdefault(name, []).append((column.reading, column.among))
    if "machine" in source.columns:
        found = counted if built.machine.column in built.combined else passed
        found["machine"] = [(built.machine.reading, "")]
    loading.list_unreadable(source, passed)
    # The distinct combinations show without another pass whether there are such cells.
    loading.list_unreadable(source, counted, counted_in="combinations")
    for type, properties in loading.schema.events.items():
        among = f"{source.column('type').text} IN {literals([type])}"
        for name, declared in properties.items():
            if name in source.columns:
                reading = built.columns.read[name, declared.type].reading
                loading.tell_strange_options(source, source.column(name), declared, reading, among=among)
