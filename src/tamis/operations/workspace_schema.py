"""What an import reads, and as which types: those that the workspace has known before come before inference."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from tamis.connectors.files import Declared, FolderSchema
from tamis.connectors.files.folder import OTHER_TABLES, STANDARD_TABLES, Ending
from tamis.connectors.files.schema import FILE
from tamis.definitions import PropertyType
from tamis.definitions.nodes import compose
from tamis.errors import DefinitionError, UsageError, closest
from tamis.operations.call import read_folder_schema
from tamis.operations.workspace import Workspace
from tamis.store.warehouse import Warehouse


@dataclass(frozen=True)
class Part:
    """What of a folder is read: all its tables (None) or some, as its schema says; and what the person calls it."""

    name: str
    folder: Path
    tables: frozenset[str] | None
    schema: FolderSchema


def choose_part(path: Path, workspace: Workspace) -> Part:
    """A data folder as a whole, or the one table that a file holds.

    Raises UsageError for what is neither, DefinitionError for a schema with mistakes.
    """
    if not path.exists():
        raise UsageError(f'There is no file or folder "{path}".')
    folder = path if path.is_dir() else path.parent
    schema, issues = read_folder_schema(folder)
    if issues:
        raise DefinitionError(issues)
    if not _says_time_zone(folder):
        schema = replace(schema, time_zone=workspace.time_zone)
    tables = None if path.is_dir() else frozenset({_table_of(path, schema)})
    return Part(path.resolve().name, folder, tables, schema)


def workspace_schema(schema: FolderSchema, warehouse: Warehouse) -> FolderSchema:
    """The schema with the types that the warehouse has of what it does not declare itself.

    What was a text once does not become a number because this file happens to hold numbers only.
    """
    found = warehouse.rows("SELECT object, name, type, options FROM warehouse.properties")
    objects = {object: dict[str, Declared]() for object in warehouse.objects() if object not in STANDARD_TABLES}
    objects |= {object: dict(declared) for object, declared in schema.objects.items()}
    for object, name, type, options in found:
        objects.setdefault(object, {}).setdefault(name, Declared(PropertyType(type), tuple(options)))
    events = {event: dict(declared) for event, declared in schema.events.items()}
    any_event = dict(schema.any_event)
    kept = warehouse.rows("SELECT event_type, name, type, options FROM warehouse.event_properties")
    for event, name, type, options in kept:
        known = any_event if event is None else events.setdefault(event, {})
        known.setdefault(name, Declared(PropertyType(type), tuple(options)))
    return replace(schema, objects=objects, events=events, any_event=any_event)


def _table_of(file: Path, schema: FolderSchema) -> str:
    tables = [*schema.tables.values(), *OTHER_TABLES]
    ending = next((ending for ending in sorted(Ending, key=len, reverse=True) if file.name.endswith(f".{ending}")), "")
    table = file.name.removesuffix(f".{ending}")
    if not ending:
        raise UsageError(f'"{file}" ends in none of .{", .".join(Ending)}; the ending says how to read it.')
    if table not in tables:
        hint = closest(table, tables) or f"tables are {', '.join(tables)}"
        raise UsageError(f'"{file.name}" has the name of no table.\n  hint: {hint}')
    return table


def _says_time_zone(folder: Path) -> bool:
    if not (folder / FILE).exists():
        return False
    root = compose((folder / FILE).read_text(encoding="utf-8-sig")).root
    return root is not None and isinstance(root.value, dict) and root.value.get("time_zone") is not None
