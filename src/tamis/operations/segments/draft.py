"""What a segment would hold, told beside every edit: of all records where that is quick, else of a sample."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tamis.compile.catalog import Catalog
from tamis.definitions import Definitions, Score, Segment, read_definitions
from tamis.definitions.score import Population
from tamis.definitions.turns import most_turns
from tamis.definitions.walk import Needs, needs
from tamis.errors import DefinitionError, Issue
from tamis.operations.preview.estimate import Estimate, estimate
from tamis.operations.preview.sample import Sample, reached_by
from tamis.operations.preview.samples import sampled
from tamis.operations.published import Published, read_published
from tamis.operations.rescore import micros_of
from tamis.operations.segments.members import Member, members_named, members_sql, refuse_faulty
from tamis.operations.workspace import Workspace
from tamis.store.application import open_application
from tamis.store.warehouse import Warehouse

NAME = "segments/draft.yaml"
_SHOWN = 10


@dataclass(frozen=True)
class SegmentPreview:
    """About how many records of an object would be members, of all `records`; `sampled`: of how many that is told
    (all, where nothing but their own properties is looked at). `shown`: some of the members. `as_of` in microseconds
    since the epoch, UTC."""

    object: str
    as_of: int
    records: int
    sampled: int
    members: Estimate
    shown: tuple[Member, ...]


def preview_segment(
    workspace: Workspace, text: str, *, now: Callable[[], datetime], may_be_old: bool = False
) -> SegmentPreview:
    """What a segment would hold, from its text; nothing is saved. Raises DefinitionError with every mistake of it, also
    held against the data. A static segment holds whom its list has. `may_be_old`: as of `preview_draft`."""
    segment = _read(text)
    with open_application(workspace.application) as application:
        published = read_published(application, [(NAME, text)], [segment.key])
    with workspace.opened() as warehouse:
        catalog = warehouse.catalog()
        refuse_faulty(published, catalog, segment.key)
        asking = _asking(published, segment)
        asked = needs(asking, list(published.segments.values()))
        if _is_quick(asked, segment.object):
            return _of_all(warehouse, catalog, published, segment, micros_of(now()))
        reached = reached_by([asked], most_turns(asking, published.segments))
        wanted = (segment.object, reached, micros_of(now()))
        with sampled(workspace, warehouse, catalog, *wanted, may_be_old=may_be_old) as sample:
            return _of_sample(warehouse, published, segment, sample)


def _read(text: str) -> Segment:
    read: Definitions = read_definitions([(NAME, text)], check_unreached=False)
    if not read.segments:
        issues = read.issues or (Issue(NAME, 1, 1, "wrong-kind", "The text is of a score, and not of a segment."),)
        raise DefinitionError(issues)
    if any(issue.severity == "error" for issue in read.issues):
        raise DefinitionError(read.issues)
    return read.segments[0]


def _asking(published: Published, segment: Segment) -> list[Score]:
    """Scores that look at what the segment looks at: those that it asks for, and one of nobody but its members."""
    asked_for = published.asked_for_by(segment)
    of_members = Score.model_construct(
        key="", object=segment.object, groups=(), population=Population.model_construct(include=(segment.key,))
    )
    return [of_members, *(score for score in published.scores if ("score", score.key) in asked_for)]


def _is_quick(asked: Needs, object: str) -> bool:
    """Whether nothing is looked at but properties of the records themselves, and lists."""
    return not asked.events and not asked.links and not asked.scores and set(asked.objects) <= {object}


def _of_all(
    warehouse: Warehouse, catalog: Catalog, published: Published, segment: Segment, as_of: int
) -> SegmentPreview:
    query = members_sql(segment.key, segment.object, published, catalog, as_of)
    records = int(warehouse.one(f"SELECT count(*) FROM {catalog.objects[segment.object].table}"))
    count = int(warehouse.one(f"SELECT count(*) FROM ({query})"))
    numbers = [n for (n,) in warehouse.rows(f"SELECT n FROM ({query}) ORDER BY hash(n), n LIMIT {_SHOWN}")]
    shown = members_named(warehouse, catalog, segment.object, numbers)
    return SegmentPreview(segment.object, as_of, records, records, Estimate(count), shown)


def _of_sample(warehouse: Warehouse, published: Published, segment: Segment, sample: Sample) -> SegmentPreview:
    query = members_sql(segment.key, segment.object, published, sample.catalog, sample.as_of)
    with warehouse.current(sample.name):
        rows = warehouse.rows(f"SELECT n FROM ({query}) WHERE n IN (FROM sampled) ORDER BY hash(n), n")
    numbers = [n for (n,) in rows]
    return SegmentPreview(
        object=segment.object,
        as_of=sample.as_of,
        records=sample.total,
        sampled=len(sample.numbers),
        members=estimate(len(numbers), of=len(sample.numbers), total=sample.total),
        shown=members_named(warehouse, sample.catalog, segment.object, numbers[:_SHOWN]),
    )
