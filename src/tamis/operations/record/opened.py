"""One record of a workspace, found by its id, with what else is needed to tell of it; opened once for all questions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tamis.compile.catalog import Catalog, ObjectShape
from tamis.definitions import Score
from tamis.errors import Unknown, UsageError, is_unicode
from tamis.operations.published import Published, published_in
from tamis.operations.workspace import Workspace
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.merges import kept_id


@dataclass(frozen=True)
class OpenRecord:
    """A record, by its number (`n`) and its id, in a workspace that is open, and what is published there."""

    workspace: Workspace
    warehouse: Warehouse
    catalog: Catalog
    published: Published
    object: str
    n: int
    id: str

    @property
    def shape(self) -> ObjectShape:
        """The table of the record's object."""
        return self.catalog.objects[self.object]

    @property
    def scores(self) -> tuple[Score, ...]:
        """The published scores of the record's object, in their order."""
        return tuple(score for score in self.published.leading_first if score.object == self.object)


@contextmanager
def open_record(workspace: Workspace, object: str, id: str) -> Iterator[OpenRecord]:
    """The record of that id; of a merged contact, the one that it is part of. Raises Unknown where there is none."""
    published = published_in(workspace)
    with workspace.opened() as warehouse:
        catalog = warehouse.catalog()
        if object not in catalog.objects:
            raise UsageError(f'There is no object "{object}"; there are {", ".join(catalog.objects)}.')
        if not is_unicode(id):
            raise Unknown(f"There is no {object} of that id.")
        whole = kept_id(warehouse, object, id)
        found = warehouse.rows(f"SELECT n FROM warehouse.{catalog.objects[object].table} WHERE id = ?", [whole])
        if not found:
            raise Unknown(f'There is no {object} "{id}".')
        yield OpenRecord(workspace, warehouse, catalog, published, object, int(found[0][0]), whole)
