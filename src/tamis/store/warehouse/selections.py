"""Which rows of a warehouse scores look at for some records, as SQL, table by table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tamis.compile.catalog import SQL_TYPES, Catalog, EventProperty, Property
from tamis.definitions.walk import Needs
from tamis.store.warehouse.sql import literal

#: SQL that chooses the numbers of an object, to follow the column: "IN (…)" or "= …".
Among = Callable[[str], str]


def associations(catalog: Catalog, needed: Needs) -> list[tuple[str, str]]:
    """The pairs of objects whose associations are looked at."""
    return sorted(pair for pair in needed.links if pair in catalog.links)


def selections(
    catalog: Catalog, object_type: str, needed: Needs, among: Among, signatures: str
) -> Iterator[tuple[str, str]]:
    """Each table, and what of the warehouse's goes into its copy; one that others are chosen by comes before. Whatever
    is not among them stays empty. `signatures`: SQL that chooses those of the events, in the same way."""
    yield from _of_records(catalog, object_type, needed, among)
    for a, b in associations(catalog, needed):
        table = catalog.links[a, b]
        yield table, f"SELECT * FROM warehouse.{table} WHERE from_n {among(a)}"
    members = [
        f"(segment = {literal(segment)} AND n {among(catalog.static_segments[segment])})"
        for segment in sorted(needed.static_segments & catalog.static_segments.keys())
    ]
    if members:
        yield "members", f"SELECT * FROM warehouse.members WHERE {' OR '.join(members)}"
    if needed.events:
        yield "events", _of_events(catalog, needed, among)
        yield "signatures", _of_signatures(catalog, needed, signatures)


def _of_records(catalog: Catalog, object_type: str, needed: Needs, among: Among) -> Iterator[tuple[str, str]]:
    resets: list[str] = []
    for shape in catalog.objects.values():
        chosen = among(shape.name)
        if shape.resets:
            resets.append(f"(object = {literal(shape.name)} AND n {chosen})")
        if shape.name != object_type and shape.name not in needed.objects:
            continue
        names = needed.objects.get(shape.name, frozenset())
        columns = _columns(shape.properties.values(), names)
        yield shape.table, f"SELECT {columns} FROM warehouse.{shape.table} WHERE n {chosen}"
        if shape.changes:
            kept = ", ".join(map(literal, sorted(names))) or "NULL"
            changes = f"SELECT * FROM warehouse.{shape.changes} WHERE n {chosen} AND property IN ({kept})"
            yield shape.changes, changes
    if resets:
        yield "resets", f"SELECT * FROM warehouse.resets WHERE {' OR '.join(resets)}"


def _of_events(catalog: Catalog, needed: Needs, among: Among) -> str:
    properties = {p.column: p for shape in catalog.events.values() for p in shape.values() if p.inline}
    # What an event is known again by is half of what the table takes up on the disk, and no score looks at it.
    columns = _columns(properties.values(), _named(needed), "NULL::UHUGEINT AS key")
    return f"SELECT {columns} FROM warehouse.events WHERE contact {among('contact')}"


def _of_signatures(catalog: Catalog, needed: Needs, signatures: str) -> str:
    properties = {p.column: p for shape in catalog.events.values() for p in shape.values() if not p.inline}
    columns = _columns(properties.values(), _named(needed))
    return f"SELECT {columns} FROM warehouse.signatures WHERE signature {signatures}"


def _named(needed: Needs) -> frozenset[str]:
    """The properties of events that are looked at, of whatever type."""
    return frozenset(name for named in needed.events.values() for name in named)


def _columns(properties: Iterable[Property | EventProperty], needed: frozenset[str], *also: str) -> str:
    """All columns, so that the tables are what the catalog says, without the values of those that nothing looks at."""
    empty = [
        *also,
        *(
            f"NULL::{SQL_TYPES[each.type]} AS {each.column}"
            for each in properties
            if each.type is not None and each.name not in needed and each.column != "created_at"
        ),
    ]
    return f"* REPLACE ({', '.join(empty)})" if empty else "*"
