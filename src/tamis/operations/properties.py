"""The properties of records: what there is, what asks for them, and how one is deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tamis.compile.catalog import ObjectShape
from tamis.errors import UsageError, closest
from tamis.operations.rescore import records_of
from tamis.operations.uses import Use, Written, asked_for, in_use, uses_of_property, written_definitions
from tamis.operations.workspace import Workspace
from tamis.store.application import open_application
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.properties import delete_property as delete_from_warehouse
from tamis.store.warehouse.properties import filled

# Every record may have it, whatever the data says.
_BUILT_IN = "created_at"


@dataclass(frozen=True)
class ListedProperty:
    """One property of an object's records: its type, how many of the `records` have a value, whether changes of it are
    known, and what asks for it. `is_built_in`: it cannot be deleted."""

    object: str
    name: str
    type: str
    filled: int
    records: int
    has_history: bool
    is_built_in: bool
    uses: tuple[Use, ...]


def list_properties(workspace: Workspace, object_type: str | None = None) -> tuple[ListedProperty, ...]:
    """Those of every object, or of one. Raises UsageError for an object that is not there."""
    with open_application(workspace.application) as application:
        written = written_definitions(application)
    with workspace.opened() as warehouse:
        objects = warehouse.catalog().objects
        chosen = {object_type: _shape(objects, object_type)} if object_type is not None else objects
        return tuple(each for shape in chosen.values() for each in _listed(warehouse, shape, written))


def review_property(workspace: Workspace, object_type: str, name: str) -> ListedProperty:
    """One property. Raises UsageError for one that is not there, or that no data brought."""
    found = {each.name: each for each in list_properties(workspace, object_type)}
    if name not in found:
        hint = closest(name, found)
        raise UsageError(f'There is no property "{name}" of {object_type} records.' + (hint and f"\n  hint: {hint}"))
    if found[name].is_built_in:
        raise UsageError(f'"{name}" belongs to every record and cannot be deleted.')
    return found[name]


def delete_property(workspace: Workspace, object_type: str, name: str, *, is_again: bool = False) -> None:
    """Deletes a property with its history. Other data may bring it again.

    Raises UsageError as `review_property`, and where something that is published asks for it. `is_again`: an attempt
    that was broken off may have done it.
    """
    # Held meanwhile: nothing can come to ask for it.
    with open_application(workspace.application) as application, application.together():
        if is_again and name not in {each.name for each in list_properties(workspace, object_type)}:
            return
        listed = review_property(workspace, object_type, name)
        if uses := in_use(listed.uses):
            raise UsageError(f'"{name}" of {object_type} records is in use and stays. {asked_for(uses)}')
        with workspace.opened() as warehouse:
            delete_from_warehouse(warehouse, object_type, name)


def _shape(objects: Mapping[str, ObjectShape], object_type: str) -> ObjectShape:
    if object_type not in objects:
        hint = closest(object_type, objects) or f"there is {', '.join(objects)}"
        raise UsageError(f'There is no object "{object_type}".\n  hint: {hint}')
    return objects[object_type]


def _listed(warehouse: Warehouse, shape: ObjectShape, written: list[Written]) -> list[ListedProperty]:
    counts, records = filled(warehouse, shape.name), records_of(warehouse, shape.name)
    return [
        ListedProperty(
            object=shape.name,
            name=name,
            type=str(property.type),
            filled=counts[name],
            records=records,
            has_history=property.has_history,
            is_built_in=name == _BUILT_IN,
            uses=uses_of_property(written, shape.name, name),
        )
        for name, property in sorted(shape.properties.items())
    ]
