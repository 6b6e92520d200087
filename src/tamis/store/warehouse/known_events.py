"""Events that are there already and are told once more, with something else said of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tamis.compile.catalog import Catalog, EventProperty
from tamis.store.warehouse.schema import CONTACTS
from tamis.store.warehouse.sql import literal
from tamis.store.warehouse.warehouse import Warehouse

Shapes = Mapping[str, Mapping[str, EventProperty]]


def told_otherwise(warehouse: Warehouse, staged: Catalog) -> str:
    """SQL of the keys of events that were read and are known with another contact, type or time, or without a value
    that is told now. A blank cell tells nothing, and what is to be of another type is not compared.

    `warehouse` must not be the engine's current database.
    """
    differs = [
        "e.occurred_at <> w.occurred_at",
        "p.n IS DISTINCT FROM w.contact",
        "s.type <> k.type",
        "s.machine AND NOT k.machine",
        *_told_values(staged.events, warehouse.catalog().events),
    ]
    return (
        "(SELECT e.key FROM events AS e JOIN warehouse.events AS w USING (key)"
        " JOIN signatures AS s ON s.signature = e.signature JOIN warehouse.signatures AS k ON k.signature = w.signature"
        f" LEFT JOIN ({_people(staged)}) AS p ON p.s = e.contact WHERE {' OR '.join(f'({test})' for test in differs)})"
    )


def _people(staged: Catalog) -> str:
    """SQL of the contact (`n`) that events of a contact as it was read (`s`) belong to."""
    known = f"SELECT id, n FROM {CONTACTS} UNION SELECT id, n FROM warehouse.merged_records"
    return (
        f"SELECT r.n AS s, coalesce(m.kept, k.n) AS n FROM {staged.objects['contact'].table} AS r"
        f" JOIN ({known}) AS k USING (id) LEFT JOIN warehouse.merged AS m ON m.n = k.n"
    )


def _told_values(staged: Shapes, known: Shapes) -> Iterator[str]:
    """SQL of the tests whether a property has a value that differs from the known one; a test for each column and the
    event types that keep it alike."""
    types: dict[tuple[str, str], list[str]] = {}
    for event_type, properties in staged.items():
        for name, property in properties.items():
            before = known.get(event_type, {}).get(name)
            if property.type is not None and (before is None or before.type == property.type):
                told = f"{'e' if property.inline else 's'}.{property.column}"
                kept = f"{'w' if before.inline else 'k'}.{before.column}" if before else "NULL"
                types.setdefault((told, kept), []).append(event_type)
    for (told, kept), among in types.items():
        listed = ", ".join(literal(each) for each in among)
        yield f"s.type IN ({listed}) AND {told} IS NOT NULL AND {told} IS DISTINCT FROM {kept}"
