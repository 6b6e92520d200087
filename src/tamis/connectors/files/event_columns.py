"""Which event properties there are, how each is read, and where it is kept (data.md, "Types")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tamis.compile.catalog import EventProperty
from tamis.connectors.files.columns import Column, Kind
from tamis.connectors.files.reading import Reading
from tamis.connectors.files.schema import NO_EVENT_PROPERTIES, Declared
from tamis.connectors.files.source import Source
from tamis.connectors.files.sql import literals
from tamis.connectors.files.tables import Loading
from tamis.definitions import PropertyType

JSON_COLUMN = "properties"


@dataclass(frozen=True)
class ReadColumn:
    """A column as one type, for the event types that declare it so (`among`, SQL; none: for all).

    `column` is the physical column that keeps its values, or nothing if no definition looks at it.
    `types` are the event types of `among`.
    """

    source: Column
    reading: Reading
    among: str
    column: str
    is_declared: bool
    types: frozenset[str] = frozenset()

    @property
    def value(self) -> str:
        """SQL of the value: NULL in rows of event types that it does not belong to."""
        return f"CASE WHEN {self.among} THEN {self.reading.value} END" if self.among else self.reading.value

    @property
    def can_be_unreadable(self) -> bool:
        """An inferred type fits every cell, but for lists among texts and a file's own numbers that are none."""
        return self.is_declared or bool(self.source.items) or self.source.kind == Kind.FLOAT


@dataclass(frozen=True)
class EventColumns:
    """The read columns by property name and type."""

    read: Mapping[tuple[str, PropertyType], ReadColumn]
    declared: Mapping[str, Mapping[str, Declared]]
    open_names: tuple[str, ...]
    inferred: Mapping[str, PropertyType]

    def kept(self) -> list[ReadColumn]:
        """Those that definitions look at."""
        return [column for column in self.read.values() if column.column]

    def shapes(self, types: Iterable[str], inline: frozenset[str]) -> dict[str, dict[str, EventProperty]]:
        """The properties of each event type: its own, and those that no type declares."""
        shared = {name: self._property(name, self.inferred.get(name), (), inline) for name in self.open_names}
        return {
            type: shared
            | {
                name: self._property(name, declared.type, declared.options, inline)
                for name, declared in self.declared.get(type, {}).items()
            }
            for type in types
        }

    def _property(
        self, name: str, type: PropertyType | None, options: tuple[str, ...], inline: frozenset[str]
    ) -> EventProperty:
        found = self.read.get((name, type)) if type else None
        if found is None or not found.column:
            return EventProperty(name, None, "")
        return EventProperty(name, type, found.column, options, inline=found.column in inline)


def event_columns(loading: Loading, source: Source) -> EventColumns:
    """Reads the types of the columns; undeclared ones are inferred only where a definition looks at them."""
    declared = loading.schema.events
    declared_names = {name for properties in declared.values() for name in properties}
    names = [name for name in source.columns if name not in NO_EVENT_PROPERTIES and name != JSON_COLUMN]
    any_event = loading.schema.any_event
    open_names = tuple(name for name in names if name not in declared_names or name in any_event)
    wanted = [source.column(name) for name in open_names if _is_needed(loading, name, None)]
    known = {column.name: any_event[column.name] for column in wanted if column.name in any_event}
    found = loading.types(source, [column for column in wanted if column.name not in known])
    inferred = {name: declared.type for name, declared in known.items()} | found
    read: dict[tuple[str, PropertyType], ReadColumn] = {}
    for name, type in inferred.items():
        is_known = name in known
        reading = loading.reading(source, source.column(name), Declared(type), is_declared=is_known)
        read[name, type] = ReadColumn(source.column(name), reading, "", f"p{len(read)}", is_known)
    for (name, type), types in _declarations(declared).items():
        if (name, type) in read:
            # Some event types declare what all of them are known to have.
            continue
        among = f"{source.column('type').text} IN {literals(types)}"
        reading = loading.reading(source, source.column(name), Declared(type), is_declared=True, among=among)
        column = f"p{len(read)}" if any(_is_needed(loading, name, of) for of in types) else ""
        read[name, type] = ReadColumn(source.column(name), reading, among, column, True, frozenset(types))
    return EventColumns(read, declared, open_names, inferred)


def _declarations(declared: Mapping[str, Mapping[str, Declared]]) -> dict[tuple[str, PropertyType], list[str]]:
    """The event types that declare each property with each type."""
    types: dict[tuple[str, PropertyType], list[str]] = defaultdict(list)
    for type, properties in declared.items():
        for name, property in properties.items():
            types[name, property.type].append(type)
    return types


def _is_needed(loading: Loading, name: str, type: str | None) -> bool:
    """Whether a definition looks at the property, of that event type or (None) of any."""
    if loading.needs is None:
        return True
    events = loading.needs.events
    return name in events.get(type, ()) if type is not None else any(name in names for names in events.values())
