"""The segments of a workspace: who is in them now, how many, and which scores ask for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tamis.compile.catalog import Catalog
from tamis.compile.segment import compile_sizes
from tamis.definitions import Segment
from tamis.definitions.walk import references
from tamis.engine.sql import duckdb_sql
from tamis.operations.published import Published, published_in
from tamis.operations.rescore import check_against, micros_of
from tamis.operations.workspace import Workspace
from tamis.progress import Progress
from tamis.store.warehouse import Warehouse


@dataclass(frozen=True)
class ListedSegment:
    """One segment: a list of records (static) or a condition (dynamic), the number of its records, and the keys of the
    scores and segments that ask for it. `version`: 0 for a list that was imported and never defined. `is_deactivated`:
    so is its definition, and the list is still there."""

    key: str
    label: str
    object: str
    is_dynamic: bool
    members: int
    version: int
    used_by: tuple[str, ...]
    is_deactivated: bool = False


@dataclass(frozen=True)
class ListedSegments:
    """The segments by key, and the instant of their sizes (microseconds since the epoch, UTC)."""

    segments: tuple[ListedSegment, ...]
    as_of: int


def list_segments(workspace: Workspace, *, now: Callable[[], datetime], progress: Progress) -> ListedSegments:
    """Every published segment and imported list. Raises DefinitionError where the data bears one out no longer."""
    as_of = micros_of(now())
    published = published_in(workspace)
    with workspace.opened() as warehouse:
        catalog = warehouse.catalog()
        check_against(published, catalog, also=list(published.segments.values()))
        progress.step("Counting members")
        objects = _objects(published, catalog)
        sizes: dict[str, int] = {}
        for object_type in sorted(set(objects.values())):
            keys = [key for key in sorted(objects) if objects[key] == object_type]
            sizes |= _sizes(warehouse, catalog, published, object_type, keys, as_of)
    listed = [_listed(key, objects[key], sizes[key], published) for key in sorted(objects)]
    return ListedSegments(tuple(listed), as_of)


def _objects(published: Published, catalog: Catalog) -> Mapping[str, str]:
    """The object of every segment, by key."""
    return {**catalog.static_segments, **{key: segment.object for key, segment in published.segments.items()}}


def _sizes(
    warehouse: Warehouse, catalog: Catalog, published: Published, object_type: str, keys: Sequence[str], as_of: int
) -> dict[str, int]:
    scores = [score for score in published.scores if score.object == object_type]
    query = duckdb_sql(compile_sizes(keys, object_type, scores, published.segments, catalog), as_of)
    [row] = warehouse.rows(query)
    return dict(zip(keys, row, strict=True))


def _listed(key: str, object_type: str, members: int, published: Published) -> ListedSegment:
    segment = published.segments.get(key) or Segment(key=key, object=object_type)
    used_by = sorted(
        each.key for each in published.all if any(r.kind == "segment" and r.key == key for r in references(each))
    )
    version = published.versions.get(key, 0) if key in published.segments else 0
    resting = published.deactivated.get(key)
    return ListedSegment(
        key=key,
        label=segment.label or key,
        object=object_type,
        is_dynamic=segment.is_dynamic,
        members=members,
        version=resting.version.number if resting and resting.version else version,
        used_by=tuple(used_by),
        is_deactivated=resting is not None,
    )
