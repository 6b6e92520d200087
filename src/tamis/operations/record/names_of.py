"""The names of records that are listed by their ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tamis.errors import is_unicode
from tamis.operations.record.naming import email_of, name_of
from tamis.operations.workspace import Workspace


def names_of(workspace: Workspace, object: str, ids: Iterable[str]) -> Mapping[str, str]:
    """By id, the name of each record, or else its address; of one that has neither, nothing."""
    asked = [id for id in ids if is_unicode(id)]
    if not asked:
        return {}
    with workspace.opened() as warehouse:
        catalog = warehouse.catalog()
        if object not in catalog.objects:
            return {}
        name = f"coalesce({name_of(catalog, object)}, {email_of(catalog, object)})"
        table = catalog.objects[object].table
        rows = warehouse.rows(f"SELECT id, {name} FROM warehouse.{table} WHERE id IN (SELECT unnest(?))", [asked])
    return {id: name for id, name in rows if name}
