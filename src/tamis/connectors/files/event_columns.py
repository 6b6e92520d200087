"""Which event properties there are, how each is read, and where it is kept (data.md, "Types")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tamis.compile.catalog import EventProperty
from tamis.connectors.files.columns import Column, Kind
from tamis.connectors.files.reading import Reading
from tamis.connectors.files.schema import NO_EVENT_PROPERTIES, Declared
from tamis.connectors.files.source import Source
from tamis.connectors.files.sql import literals
from tamis.connectors.files.tables import Loading, has_values
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

    def texts(self) -> list[ReadColumn]:
        """Those that were found to be texts."""
        return [each for each in self.read.values() if not each.is_declared and each.reading.type == PropertyType.TEXT]

    def shapes(self, types: Iterable[str], inline: frozenset[str]) -> dict[str, dict[str, EventProperty]]:
        """The properties of each event type: its own, and those that no type declares."""
        shared = {
            name: replace(self._property(name, self.inferred.get(name), (), inline), is_shared=True)
            for name in self.open_names
        }
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
    closed = {name for properties in declared.values() for name in properties} - loading.schema.open_event_names
    names = [name for name in source.columns if name not in NO_EVENT_PROPERTIES and name != JSON_COLUMN]
    open_names = tuple(name for name in names if name not in closed or name in loading.schema.any_event)
    types, among = _declarations(declared), source.column("type").text
    read: dict[tuple[str, PropertyType], ReadColumn] = {}
    for name, shared in _shared(loading, source, open_names).items():
        own = {type for (of, other), found in types.items() if of == name and other != shared.type for type in found}
        where = f"{among} NOT IN {literals(own)}" if own else ""
        read[name, shared.type] = _read(loading, source, shared, where, f"p{len(read)}")
    for (name, type), found in types.items():
        if (name, type) in read:
            # Some event types declare what all of them are known to have.
            continue
        column = f"p{len(read)}" if any(_is_needed(loading, name, of) for of in found) else ""
        where, property = f"{among} IN {literals(found)}", _Shared(name, type, is_known=True)
        read[name, type] = replace(_read(loading, source, property, where, column), types=frozenset(found))
    return EventColumns(read, declared, open_names, {name: type for name, type in read if not read[name, type].types})


@dataclass(frozen=True)
class _Shared:
    """A property and its type; `is_known`: that was not inferred from the cells."""

    name: str
    type: PropertyType
    is_known: bool


def _read(loading: Loading, source: Source, property: _Shared, among: str, column: str) -> ReadColumn:
    cells, is_known = source.column(property.name), property.is_known
    reading = loading.reading(source, cells, Declared(property.type), is_declared=is_known, among=among)
    return ReadColumn(cells, reading, among, column, is_known)


def _shared(loading: Loading, source: Source, open_names: Iterable[str]) -> dict[str, _Shared]:
    """The properties that belong to every event type that does not declare them otherwise.

    A type that was a guess gives way to the values, and a property that only some event types are known to have is one
    of the others too where those have values of it.
    """
    schema, found = loading.schema, dict[str, _Shared]()
    wanted = [source.column(name) for name in open_names if _is_needed(loading, name, None)]
    to_infer = []
    for column in wanted:
        name, own = column.name, [type for type, properties in schema.events.items() if column.name in properties]
        if name in schema.any_event:
            if name not in schema.tentative_events or not has_values(loading, source, column):
                found[name] = _Shared(name, schema.any_event[name].type, is_known=True)
                continue
        elif own:
            others = f"{source.column('type').text} NOT IN {literals(own)}"
            if has_values(loading, source, column, among=others):
                [type] = loading.types(source, [column], among=others).values()
                found[name] = _Shared(name, type, is_known=False)
            continue
        to_infer.append(column)
    inferred = loading.types(source, to_infer)
    return found | {name: _Shared(name, type, is_known=False) for name, type in inferred.items()}


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
