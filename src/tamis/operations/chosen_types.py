"""Types that whoever takes a file in chooses for its columns: they read as if schema.yaml declared them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tamis.connectors.files import Declared, FolderSchema
from tamis.connectors.files.addresses import BY_ADDRESS
from tamis.connectors.files.companies import NAMED
from tamis.connectors.files.event_columns import JSON_COLUMN
from tamis.connectors.files.schema import NO_EVENT_PROPERTIES
from tamis.connectors.files.tables import EVENTS
from tamis.definitions import PropertyType
from tamis.errors import UsageError
from tamis.operations.workspace import Workspace
from tamis.operations.workspace_schema import workspace_schema

Types = Mapping[str, PropertyType]

# What a column stands for that is no property: each is read in one way.
_OF_EVENTS = NO_EVENT_PROPERTIES | {JSON_COLUMN, BY_ADDRESS}
_OF_RECORDS = frozenset({"id", NAMED})


def with_types(schema: FolderSchema, table: str, types: Types) -> FolderSchema:
    """The schema of a workspace (see `workspace_schema`) with the types that are chosen for columns of a table, by the
    names that they stand for.

    Raises UsageError for what is no property, and for one whose type is known and another.
    """
    if not types:
        return schema
    standing = standing_types(schema, table)
    for name, type in types.items():
        if has_no_type(schema, table, name):
            raise UsageError(f"No type can be chosen for {name} in {table}: it is read in one way.")
        if standing.get(name, type) != type:
            raise UsageError(
                f"{name} in {table} is {standing[name]} already, and an import makes it no {type}."
                "\n  hint: change the type on the page Properties and events, or declare it in schema.yaml"
            )
    new = {name: Declared(type) for name, type in types.items() if name not in standing}
    schema = replace(schema, chosen={table: frozenset(types)})
    if table == EVENTS:
        open_names = schema.tentative_events - types.keys()
        return replace(schema, any_event={**schema.any_event, **new}, tentative_events=open_names)
    object = _object_of(schema, table)
    return replace(
        schema,
        objects={**schema.objects, object: {**schema.declared(object), **new}},
        tentative={**schema.tentative, object: schema.tentative.get(object, frozenset()) - types.keys()},
    )


def has_no_type(schema: FolderSchema, table: str, name: str) -> bool:
    """Whether a column of that name is no property, so that there is no type to choose."""
    if table == EVENTS:
        return name in _OF_EVENTS
    return name in _OF_RECORDS or table not in schema.tables.values()


def standing_types(schema: FolderSchema, table: str) -> dict[str, PropertyType]:
    """The type of each property of a table that is no guess: somebody has a value, or it is declared."""
    if table == EVENTS:
        of_types = {name: each.type for declared in schema.events.values() for name, each in declared.items()}
        of_all = {name: each.type for name, each in schema.any_event.items() if name not in schema.tentative_events}
        return of_types | of_all
    if table not in schema.tables.values():
        return {}
    object = _object_of(schema, table)
    known, tentative = {**schema.known(object), **schema.declared(object)}, schema.tentative.get(object, ())
    return {name: each.type for name, each in known.items() if name not in tentative}


def known_types(workspace: Workspace, table: str) -> dict[str, PropertyType]:
    """The same of what a workspace knows."""
    with workspace.opened() as warehouse:
        return standing_types(workspace_schema(FolderSchema(), warehouse), table)


def _object_of(schema: FolderSchema, table: str) -> str:
    return next(object for object, name in schema.tables.items() if name == table)
