"""The records of an object with all their properties, a page at a time, by id."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tamis.compile.catalog import ObjectShape
from tamis.definitions import PropertyType
from tamis.errors import UsageError, is_unicode
from tamis.operations.leads.asked import Asked
from tamis.operations.leads.filters import listing_sql, read_filter
from tamis.operations.published import published_in
from tamis.operations.record.cells import Shown, read_kept
from tamis.operations.rescore import micros_of
from tamis.operations.workspace import Workspace

_CREATED = "created_at"


@dataclass(frozen=True)
class ListedRecord:
    """A record: when it was made (microseconds since the epoch, UTC; None where nobody knows), and its properties that
    are known, each with its type."""

    id: str
    created_at: int | None
    properties: Mapping[str, tuple[Shown, PropertyType]]


def list_records(
    workspace: Workspace,
    object_type: str,
    *,
    now: Callable[[], datetime],
    after: str | None = None,
    segment: str | None = None,
    condition: Mapping[str, Any] | None = None,
    most: int = 50,
) -> tuple[ListedRecord, ...]:
    """Those whose ids come after one: each is told once, whatever changes between two pages. `segment`, `condition`:
    only those that are in it, or meet it now.

    Raises UsageError for an object that is not there, DefinitionError for a condition that the data does not bear out.
    """
    if after is not None and not is_unicode(after):
        raise UsageError("This is no id of a record.")
    asked = Asked(object=object_type, segment=segment, condition=condition)
    published = published_in(workspace)
    with workspace.opened() as warehouse:
        catalog = warehouse.catalog()
        if object_type not in catalog.objects:
            raise UsageError(f'There is no object "{object_type}"; there are {", ".join(catalog.objects)}.')
        chosen = read_filter(asked, published, catalog)
        shape = catalog.objects[object_type]
        listing = listing_sql(chosen, object_type, (), catalog, micros_of(now()))
        among = f"JOIN ({listing}) AS l USING (n)" if chosen.key is not None else ""
        beyond = "WHERE r.id > $1" if after is not None else "WHERE $1 IS NULL"
        rows = warehouse.rows(
            f"SELECT r.id, r.created_at{_columns(shape)} FROM {shape.table} AS r {among} {beyond}"
            f" ORDER BY r.id LIMIT {most:d}",
            [after],
        )
    return tuple(_record(shape, row, catalog.time_zone) for row in rows)


def _columns(shape: ObjectShape) -> str:
    return "".join(f", r.{property.column}" for property in shape.properties.values())


def _record(shape: ObjectShape, row: tuple[Any, ...], time_zone: str) -> ListedRecord:
    id, created_at, *cells = row
    known = {
        property.name: (read_kept(value, property.type, time_zone), property.type)
        for property, value in zip(shape.properties.values(), cells, strict=True)
        if value is not None and property.type is not None and property.name != _CREATED
    }
    return ListedRecord(id, created_at, known)
