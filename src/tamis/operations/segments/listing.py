"""The segments of a workspace, where each stands and what asks for it; and how many records each holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tamis.compile.catalog import Catalog
from tamis.compile.segment import compile_sizes
from tamis.definitions import Segment
from tamis.definitions.language import with_labels
from tamis.definitions.wording import describe_condition
from tamis.engine.sql import duckdb_sql
from tamis.errors import DefinitionError, UsageError, closest
from tamis.operations.published import Published, published_in, read_standing
from tamis.operations.remembered import remembered
from tamis.operations.rescore import micros_of
from tamis.operations.segments.members import refuse_faulty
from tamis.operations.uses import Use, Written, uses_of_definition, written_definitions
from tamis.operations.workspace import Workspace
from tamis.store.application import Standing, open_application
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.lists import list_objects


@dataclass(frozen=True)
class KeptSegment:
    """One segment. Instants are microseconds since the epoch, UTC.

    `state`: `published`, `deactivated`, `draft` where nothing is published, or `list`: a list that was never defined.
    `is_dynamic`: its members are those who meet a condition, which `told` says in words; else they are listed, and
    `has_list` says whether there is such a list yet. `version`: the newest, if there is one.
    """

    key: str
    label: str
    description: str
    object: str
    is_dynamic: bool
    told: str
    has_list: bool
    state: str
    version: int | None
    published_at: int | None
    drafted_at: int | None
    uses: tuple[Use, ...]
    published_by: str | None = None
    """Who published that version, None where nobody knows; what they said of it may be empty."""
    note: str = ""

    @property
    def is_counted(self) -> bool:
        """Whether it has members now."""
        return self.state == "published" or self.has_list


def kept_segments(workspace: Workspace) -> tuple[KeptSegment, ...]:
    """All that are defined or listed, by label."""
    with open_application(workspace.application) as application:
        standing = {each.key: each for each in application.standing() if each.kind == "segment"}
        written = written_definitions(application)
    with workspace.opened() as warehouse:
        lists = list_objects(warehouse)
    labels = {each.definition.key: each.definition.label for each in written if each.definition.label}
    with with_labels(labels):
        found = [_kept(key, standing.get(key), lists.get(key), written) for key in {**standing, **lists}]
    return tuple(sorted(found, key=lambda each: (each.label.casefold(), each.key)))


def kept_segment(workspace: Workspace, key: str) -> KeptSegment:
    """The segment of that key. Raises UsageError where there is none."""
    found = {each.key: each for each in kept_segments(workspace)}
    if key not in found:
        hint = closest(key, found)
        raise UsageError(f'There is no segment "{key}".' + (f"\n  hint: {hint}" if hint else ""))
    return found[key]


def count_members(
    workspace: Workspace, keys: Sequence[str] | None = None, *, now: Callable[[], datetime]
) -> Mapping[str, int]:
    """How many records are in each segment in use and in each list, or in those of these keys; without those that the
    data does not bear out."""
    published = published_in(workspace)
    with workspace.opened() as warehouse:
        catalog = warehouse.catalog()
        objects = {**catalog.static_segments, **{s.key: s.object for s in published.segments.values()}}
        chosen = [key for key in sorted(objects) if keys is None or key in keys]
        sound = [key for key in chosen if _is_sound(published, catalog, key)]
        asked = ("sizes", tuple(sound), tuple(sorted(published.versions.items())))
        found: Mapping[str, int] = remembered(
            workspace, warehouse, asked, lambda: _sizes(warehouse, catalog, published, sound, objects, micros_of(now()))
        )
        return {**found, **_listed_sizes(warehouse, [key for key in chosen if key in catalog.static_segments])}


def _kept(key: str, standing: Standing | None, listed: str | None, written: list[Written]) -> KeptSegment:
    definition = read_standing(standing) if standing else None
    segment = definition if isinstance(definition, Segment) else Segment(key=key, object=listed or "contact")
    version = standing.version if standing else None
    draft = standing.draft if standing else None
    return KeptSegment(
        key=key,
        label=segment.label or key,
        description=segment.description or "",
        object=listed if listed and not segment.is_dynamic else segment.object,
        is_dynamic=segment.is_dynamic,
        told=describe_condition(segment.when) if segment.when is not None else "",
        has_list=listed is not None,
        state=_state(standing),
        version=version.number if version else None,
        published_at=version.published_at if version else None,
        drafted_at=draft.saved_at if draft else None,
        uses=uses_of_definition(written, "segment", key),
        published_by=version.published_by if version else None,
        note=version.note if version else "",
    )


def _state(standing: Standing | None) -> str:
    if standing is None:
        return "list"
    if standing.is_active:
        return "published"
    return "deactivated" if standing.version else "draft"


def _is_sound(published: Published, catalog: Catalog, key: str) -> bool:
    try:
        refuse_faulty(published, catalog, key)
    except DefinitionError:
        return False
    return True


def _sizes(
    warehouse: Warehouse,
    catalog: Catalog,
    published: Published,
    keys: Sequence[str],
    objects: Mapping[str, str],
    as_of: int,
) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for object in sorted({objects[key] for key in keys}):
        own = [key for key in keys if objects[key] == object]
        scores = [score for score in published.scores if score.object == object]
        query = duckdb_sql(compile_sizes(own, object, scores, published.segments, catalog), as_of)
        [row] = warehouse.rows(query)
        found |= dict(zip(own, map(int, row), strict=True))
    return found


def _listed_sizes(warehouse: Warehouse, keys: Sequence[str]) -> Mapping[str, int]:
    """Of lists: quick, and as they are this moment."""
    counted = "SELECT segment, count(*) FROM members WHERE segment IN (SELECT unnest(?::VARCHAR[])) GROUP BY segment"
    return {**dict.fromkeys(keys, 0), **dict(warehouse.rows(counted, [list(keys)]))}
