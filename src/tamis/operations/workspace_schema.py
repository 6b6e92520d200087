"""What an import reads, and as which types: those that the workspace has known before come before inference."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tamis.connectors.files import Declared, FolderSchema
from tamis.connectors.files.folder import OTHER_TABLES, STANDARD_TABLES, Ending, find_tables
from tamis.connectors.files.schema import FILE
from tamis.definitions import PropertyType
from tamis.definitions.nodes import compose
from tamis.errors import DefinitionError, UsageError, closest
from tamis.operations.call import read_folder_schema
from tamis.operations.workspace import Workspace
from tamis.store.warehouse import Warehouse, valueless, valueless_event_properties


@dataclass(frozen=True)
class Part:
    """What of a folder is read: all its tables (None) or some, as its schema says; and what the person calls it."""

    name: str
    folder: Path
    tables: frozenset[str] | None
    schema: FolderSchema


def choose_part(path: Path, workspace: Workspace, columns: Mapping[str, str], left_out: Collection[str] = ()) -> Part:
    """A data folder as a whole, or the one table that a file holds; `columns`: names for some of the file's headers;
    `left_out`: headers of columns that are not read. Both come before what schema.yaml says of the same header.

    Raises UsageError for what is neither, DefinitionError for a schema with mistakes.
    """
    if not path.exists():
        raise UsageError(f'There is no file or folder "{path}".')
    folder = path if path.is_dir() else path.parent
    schema, issues = read_folder_schema(folder)
    if issues:
        raise DefinitionError(issues)
    zone = schema.time_zone if _says_time_zone(folder) else workspace.time_zone
    schema = replace(schema, time_zone=zone, taken_into=workspace.time_zone)
    if path.is_dir():
        if columns:
            raise UsageError("--map is for one file.\n  hint: for a folder, write columns into its schema.yaml")
        if left_out:
            raise UsageError("--leave-out is for one file.\n  hint: for a folder, write leave_out into its schema.yaml")
        _refuse_without_tables(path, schema)
        return Part(path.resolve().name, folder, None, schema)
    table = _table_of(path, schema)
    return Part(path.resolve().name, folder, frozenset({table}), _with_columns(schema, table, columns, left_out))


def _with_columns(
    schema: FolderSchema, table: str, columns: Mapping[str, str], left_out: Collection[str]
) -> FolderSchema:
    for header in left_out:
        if header in columns:
            raise UsageError(f'The column "{header}" cannot both be left out and stand for {columns[header]}.')
    names = {header: name for header, name in schema.columns.get(table, {}).items() if header not in left_out}
    without = [header for header in (*schema.leave_out.get(table, ()), *left_out) if header not in columns]
    return replace(
        schema,
        columns={**schema.columns, table: {**names, **columns}},
        leave_out={**schema.leave_out, table: tuple(dict.fromkeys(without))},
    )


def workspace_schema(schema: FolderSchema, warehouse: Warehouse) -> FolderSchema:
    """The schema with the types that the warehouse has of what it does not declare itself.

    What was a text once does not become a number because this file happens to hold numbers only. The type of what
    nobody has had a value of was a guess, and gives way to the first values.
    """
    found = warehouse.rows("SELECT object, name, type, options FROM warehouse.properties")
    objects = {object: dict[str, Declared]() for object in warehouse.objects() if object not in STANDARD_TABLES}
    objects |= {object: dict(declared) for object, declared in schema.objects.items()}
    told = {object: frozenset(declared) for object, declared in objects.items()}
    for object, name, type, options in found:
        before = Declared(PropertyType(type), tuple(options))
        objects.setdefault(object, {}).setdefault(name, _with_stages(schema, object, name, before))
    events = {event: dict(declared) for event, declared in schema.events.items()}
    any_event = dict(schema.any_event)
    kept = warehouse.rows("SELECT event_type, name, type, options FROM warehouse.event_properties")
    known_names = frozenset(name for _, name, _, _ in kept)
    for event, name, type, options in kept:
        known = any_event if event is None else events.setdefault(event, {})
        known.setdefault(name, Declared(PropertyType(type), tuple(options)))
    return replace(
        schema,
        objects=objects,
        events=events,
        any_event=any_event,
        tentative=_tentative(warehouse, told),
        open_event_names=known_names - {name for declared in schema.events.values() for name in declared},
        tentative_events=valueless_event_properties(warehouse) - schema.any_event.keys(),
    )


def _with_stages(schema: FolderSchema, object: str, name: str, before: Declared) -> Declared:
    """The type as it was before, unless the lifecycle stages are listed now."""
    is_free = (
        object == "contact" and name == "lifecycle_stage" and before.type in (PropertyType.TEXT, PropertyType.CHOICE)
    )
    return Declared(PropertyType.CHOICE, schema.lifecycle_stages) if is_free and schema.lifecycle_stages else before


def _tentative(warehouse: Warehouse, told: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """By object, the properties without a value that the schema does not declare itself."""
    names: dict[str, set[str]] = {}
    for object, name in valueless(warehouse):
        if name not in told.get(object, ()):
            names.setdefault(object, set()).add(name)
    return {object: frozenset(found) for object, found in names.items()}


def _table_of(file: Path, schema: FolderSchema) -> str:
    tables = [*schema.tables.values(), *OTHER_TABLES]
    ending = next((ending for ending in sorted(Ending, key=len, reverse=True) if file.name.endswith(f".{ending}")), "")
    table = file.name.removesuffix(f".{ending}")
    if not ending:
        raise UsageError(f'"{file}" ends in none of .{", .".join(Ending)}; the ending says how to read it.')
    if table not in tables:
        meant = f"rename it to {word}.{ending}" if (word := _WORDS.get(table.casefold())) else closest(table, tables)
        hint = meant or f"the name of a file says which table it is; name it one of {', '.join(tables)}"
        raise UsageError(f'"{file.name}" has the name of no table.\n  hint: {hint}')
    return table


# What people call what we call by another name.
_WORDS = {
    **dict.fromkeys(("leads", "people", "persons", "users", "customers", "subscribers", "members"), "contacts"),
    **dict.fromkeys(("accounts", "organizations", "organisations", "clients"), "companies"),
    **dict.fromkeys(("opportunities", "sales"), "deals"),
    **dict.fromkeys(("activities", "activity", "actions", "clicks"), "events"),
}


def _refuse_without_tables(folder: Path, schema: FolderSchema) -> None:
    """A folder may also hold nothing but a schema or definitions."""
    tables = [*schema.tables.values(), *OTHER_TABLES]
    found, errors = find_tables(folder, tables)
    if not found and not errors and not any((folder / name).exists() for name in (FILE, "segments", "scores")):
        hint = f"a table is a file or a folder of files, named {', '.join(tables)}"
        raise UsageError(f'"{folder}" holds no table.\n  hint: {hint}')


def _says_time_zone(folder: Path) -> bool:
    if not (folder / FILE).exists():
        return False
    root = compose((folder / FILE).read_text(encoding="utf-8-sig")).root
    return root is not None and isinstance(root.value, dict) and root.value.get("time_zone") is not None
