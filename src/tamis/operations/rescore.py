"""Computes the published scores anew, all of one object together, and keeps what changed with its cause."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tamis.compile.bind import bind
from tamis.compile.catalog import Catalog
from tamis.definitions import Score, Segment
from tamis.errors import DefinitionError, UsageError
from tamis.operations.call import EPOCH
from tamis.operations.published import Published, read_published
from tamis.operations.workspace import Workspace
from tamis.progress import Progress
from tamis.store.application import open_application
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.live import forget_touched
from tamis.store.warehouse.values import compute_values, keep_values


@dataclass(frozen=True)
class RescoredScore:
    """One score that was computed: its object, the version in use, of how many records, and how many changed."""

    key: str
    object: str
    version: int
    records: int
    changed: int


@dataclass(frozen=True)
class Rescored:
    """What a rescoring came to, as of one instant (microseconds since the epoch, UTC)."""

    scores: tuple[RescoredScore, ...]
    as_of: int


def rescore(workspace: Workspace, key: str | None, *, now: Callable[[], datetime], progress: Progress) -> Rescored:
    """Computes every published score anew, or the one of that key. Raises UsageError where none is published."""
    as_of = micros_of(now())
    with open_application(workspace.application) as application:
        published = read_published(application)
    if not published.scores and key is None:
        none = "No score is in use" if published.deactivated else "No score is published yet"
        raise UsageError(f"{none}; publish one with: tamis publish FILE")
    keys = {published.score(key).key} if key else {score.key for score in published.scores}
    with workspace.opened() as warehouse:
        return rescore_published(warehouse, published, keys, as_of=as_of, cause="rescore", progress=progress)


def rescore_published(
    warehouse: Warehouse,
    published: Published,
    keys: Collection[str],
    *,
    as_of: int,
    cause: str,
    detail: str = "",
    progress: Progress,
) -> Rescored:
    """Computes the scores of these keys and keeps their values; the warehouse must be the current database.

    Raises DefinitionError where the data no longer bears out a definition.
    """
    check_against(published, warehouse.catalog())
    scored: list[RescoredScore] = []
    for object_type, scores in by_object(score for score in published.scores if score.key in keys).items():
        compute_scores(warehouse, published, scores, as_of, progress)
        progress.step("Keeping values and history")
        for score in scores:
            version = published.versions[score.key]
            changed = keep_values(warehouse, score.key, version=version, as_of=as_of, cause=cause, detail=detail)
            scored.append(RescoredScore(score.key, object_type, version, records_of(warehouse, object_type), changed))
    if {score.key for score in published.scores} <= set(keys):
        # Whatever happened to records is in the values now.
        with warehouse.transaction():
            forget_touched(warehouse)
    return Rescored(tuple(scored), as_of)


def compute_scores(
    warehouse: Warehouse,
    published: Published,
    scores: Sequence[Score],
    as_of: int,
    progress: Progress,
    *,
    beside: Sequence[Score] = (),
) -> None:
    """Computes scores of one object, with all that they ask for, into the table `computed`; keeps nothing.

    `beside`: others of that object that are computed in the same pass, and are not among what is published.
    """
    object_type = scores[0].object
    progress.step(f"Scoring {_PLURALS.get(object_type, object_type)}")
    needed = {key for score in beside for kind, key in published.asked_for_by(score) if kind == "score"}
    computed = published.of_object(object_type, {score.key for score in scores} | needed)
    compute_values(warehouse, [*computed, *beside], published.segments, as_of)


def check_against(published: Published, catalog: Catalog, *, also: Collection[Segment] = ()) -> None:
    """Holds names and types of all that is published against the data. Raises DefinitionError with every mistake.

    `also`: segments to look at even if no score reaches them.
    """
    issues = list(published.definitions.issues_among(catalog.objects))
    scores = by_object(published.scores)
    for object_type in {**scores, **dict.fromkeys(segment.object for segment in also)}:
        # What is computed together may ask for one another, and that is what is of one object.
        keys = [segment.key for segment in also if segment.object == object_type]
        sources = published.definitions.sources
        beside = [] if object_type in catalog.objects else published.scores
        issues += bind(scores.get(object_type, []), published.segments, sources, catalog, also=keys, beside=beside)
    if any(issue.severity == "error" for issue in issues):
        raise DefinitionError(issues)


def by_object(scores: Iterable[Score]) -> Mapping[str, list[Score]]:
    """The scores of each object, in their order."""
    found: dict[str, list[Score]] = {}
    for score in scores:
        found.setdefault(score.object, []).append(score)
    return found


def records_of(warehouse: Warehouse, object_type: str) -> int:
    """How many records of an object there are."""
    table = warehouse.catalog().objects[object_type].table
    return int(warehouse.one(f"SELECT count(*) FROM warehouse.{table}"))


def micros_of(instant: datetime) -> int:
    """Microseconds since the epoch, UTC."""
    return (instant - EPOCH) // timedelta(microseconds=1)


_PLURALS = {"contact": "contacts", "company": "companies", "deal": "deals"}
