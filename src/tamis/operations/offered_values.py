"""What an editor offers where a value is to be written: those that the data has, the most frequent first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tamis.compile.catalog import Catalog, EventProperty, Property
from tamis.definitions import PropertyType
from tamis.errors import UsageError, closest
from tamis.operations.remembered import remembered
from tamis.operations.workspace import Workspace
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.frequent import (
    Column,
    Seen,
    event_column,
    events_by_signature,
    how_many,
    most_frequent,
    record_column,
    signature_column,
    spread,
)

_NUMERIC = (PropertyType.NUMBER,)
_TIMES = (PropertyType.DATE, PropertyType.DATETIME)


@dataclass(frozen=True)
class OfferedValue:
    """One value, and how many records or events have it (0: it is declared, and nobody has it)."""

    value: str
    count: int


@dataclass(frozen=True)
class Spread:
    """The least number, the quartiles and the most; of dates, in microseconds since the epoch, UTC."""

    least: float
    first_quartile: float
    median: float
    third_quartile: float
    most: float


@dataclass(frozen=True)
class OfferedValues:
    """What is known of a property's values. `known`: how many records or events have one. `spread` is that of numbers
    and dates, `values` are those of other types. `is_sample`: counts are scaled from a part of the events."""

    type: str
    known: int
    values: tuple[OfferedValue, ...] = ()
    spread: Spread | None = None
    is_sample: bool = False


def offered_values(
    workspace: Workspace,
    of: str,
    property: str,
    *,
    is_event: bool = False,
    starting: str = "",
    most: int = 20,
) -> OfferedValues:
    """The values of a property of an object's records, or with `is_event` of an event type, which begin with what was
    typed. Declared options come too, also where nobody has them. Raises UsageError for names that are not there.

    Where this process holds the warehouse, the answer may be some minutes old.
    """
    with workspace.opened() as warehouse:
        catalog = warehouse.catalog()
        found = _event_property(catalog, of, property) if is_event else _property(catalog, of, property)
        asked = ("offered", is_event, of, property, starting.casefold(), most)

        def find() -> OfferedValues:
            column = _column(workspace, warehouse, catalog, of, found)
            return _offered(warehouse, column, found, starting, most)

        return remembered(workspace, warehouse, asked, find)


def seen_by_signature(workspace: Workspace, warehouse: Warehouse) -> Mapping[int, Seen]:
    """How many events each signature has, and when the newest happened; may be some minutes old."""
    return remembered(workspace, warehouse, "signatures", lambda: events_by_signature(warehouse))


def _offered(
    warehouse: Warehouse, column: Column, property: Property | EventProperty, starting: str, most: int
) -> OfferedValues:
    type, is_sample = property.type, column.share < 1
    known = how_many(warehouse, column)
    if type in (*_NUMERIC, *_TIMES):
        found = spread(warehouse, column)
        return OfferedValues(str(type), known, spread=Spread(*found) if found else None, is_sample=is_sample)
    are_sets = type == PropertyType.CHOICES
    rows = most_frequent(warehouse, column, starting=starting, most=most, are_sets=are_sets)
    values = [OfferedValue(value, count) for value, count in rows]
    there = {value for value, _ in rows}
    begins = starting.casefold()
    unused = [o for o in property.options if o not in there and o.casefold().startswith(begins)]
    # Beyond `most`, an option may well be in use: nothing is said of those.
    values += [OfferedValue(option, 0) for option in unused] if len(rows) < most else []
    return OfferedValues(str(type), known, tuple(values[:most]), is_sample=is_sample)


def _column(
    workspace: Workspace, warehouse: Warehouse, catalog: Catalog, of: str, property: Property | EventProperty
) -> Column:
    if isinstance(property, Property):
        return record_column(catalog.objects[of].table, property.column)
    if property.inline:
        return event_column(warehouse, of, property.column)
    seen = seen_by_signature(workspace, warehouse)
    return signature_column(of, property.column, {signature: each.number for signature, each in seen.items()})


def _property(catalog: Catalog, of: str, name: str) -> Property:
    if of not in catalog.objects:
        raise UsageError(_unknown(f'There is no object "{of}".', of, list(catalog.objects)))
    properties = catalog.objects[of].properties
    if name not in properties:
        raise UsageError(_unknown(f'There is no property "{name}" of {of} records.', name, list(properties)))
    return properties[name]


def _event_property(catalog: Catalog, of: str, name: str) -> EventProperty:
    if of not in catalog.events:
        raise UsageError(_unknown(f'There is no event "{of}".', of, list(catalog.events)))
    if name not in catalog.events[of]:
        raise UsageError(_unknown(f'There is no property "{name}" of {of} events.', name, list(catalog.events[of])))
    return catalog.events[of][name]


def _unknown(sentence: str, name: str, known: list[str]) -> str:
    hint = closest(name, known)
    return f"{sentence}\n  hint: {hint}" if hint else sentence
