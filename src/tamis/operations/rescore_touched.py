"""Computes the scores of those records only that something happened to, or that look at such a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tamis.definitions import Score
from tamis.definitions.passing import passing
from tamis.definitions.turns import most_turns
from tamis.definitions.walk import needs
from tamis.operations.published import Published
from tamis.operations.rescore import by_object, check_against, records_of
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.live import Touched, choose_targets, forget_touched, name_causes, reached, touched
from tamis.store.warehouse.neighbourhood import Neighbourhood
from tamis.store.warehouse.passed import records_passed
from tamis.store.warehouse.values import TIME, Plans, compute_values, keep_some_values, keep_values

# To copy the surroundings of more records than this share takes longer than to compute all.
_MOST_SOME = 0.2
_MOVED_AT, _FADED_AT = "moved_at", "faded_at"


@dataclass(frozen=True)
class RescoredSome:
    """How many records were computed, and how many values or tiers changed, by score."""

    records: int = 0
    changed: Mapping[str, int] = field(default_factory=dict)


def rescore_touched(
    warehouse: Warehouse, published: Published, *, as_of: int, plans: Plans, near: Neighbourhood
) -> RescoredSome:
    """Computes what was touched as of an instant, and keeps it with its causes.

    Raises DefinitionError where the data no longer bears out a definition; what was touched is remembered then.
    """
    found = touched(warehouse)
    if not found:
        return RescoredSome()
    _check(warehouse, published, plans)
    name_causes(warehouse)
    records, changed = 0, dict[str, int]()
    for object_type, scores in by_object(published.scores).items():
        targets = _targets(warehouse, published, scores, found).get(object_type, ())
        if targets:
            records += len(targets)
            changed |= _rescore(warehouse, published, scores, targets, as_of, plans, near)
    with warehouse.transaction():
        forget_touched(warehouse)
    return RescoredSome(records, changed)


def rescore_by_time(
    warehouse: Warehouse, published: Published, *, as_of: int, plans: Plans, near: Neighbourhood, fading: bool = True
) -> RescoredSome:
    """Brings values to an instant: what changes is what time alone does. Raises DefinitionError as above.

    Only those records are computed that time can have moved since the last call: with `fading`, or else only those that
    something happens to just now, such as the end of a window.
    """
    _check(warehouse, published, plans)
    name = _FADED_AT if fading else _MOVED_AT
    noted = warehouse.setting(name)
    since = None if noted is None or int(noted) > as_of else int(noted)
    records, changed = 0, dict[str, int]()
    for scores in by_object(published.scores).values():
        targets = _passed(warehouse, published, scores, since, as_of, fading=fading)
        if targets is None:
            records += records_of(warehouse, scores[0].object)
            changed |= _rescore_all(warehouse, published, scores, as_of, plans)
        elif targets:
            records += len(targets)
            changed |= _rescore(warehouse, published, scores, targets, as_of, plans, near, cause=TIME)
    with warehouse.transaction():
        for each in (_MOVED_AT, _FADED_AT) if fading else (_MOVED_AT,):
            warehouse.note(each, str(as_of))
    return RescoredSome(records, changed)


def _passed(
    warehouse: Warehouse,
    published: Published,
    scores: Sequence[Score],
    since: int | None,
    as_of: int,
    *,
    fading: bool,
) -> Sequence[int] | None:
    """The records that time may have moved since an instant; None: all."""
    segments = list(published.segments.values())
    moving = passing(scores, segments)
    if not fading:
        # What it cannot see happen moves with what fades.
        moving = replace(moving, fades={}, dates=False)
    if since is None or moving.dates:
        return None
    found = records_passed(warehouse, moving, since, as_of)
    return _targets(warehouse, published, scores, found).get(scores[0].object, ())


def _rescore_all(
    warehouse: Warehouse, published: Published, scores: Sequence[Score], as_of: int, plans: Plans
) -> Mapping[str, int]:
    compute_values(warehouse, scores, published.segments, as_of, plans=plans)
    return {
        score.key: keep_values(warehouse, score.key, version=published.versions[score.key], as_of=as_of, cause=TIME)
        for score in scores
    }


def _check(warehouse: Warehouse, published: Published, plans: Plans) -> None:
    """Only where a definition or a table changed since."""
    catalog = warehouse.catalog()
    objects = by_object(published.scores)
    if not all(plans.has(scores, published.segments, catalog) for scores in objects.values()):
        check_against(published, catalog)


def _targets(
    warehouse: Warehouse, published: Published, scores: Sequence[Score], found: Touched
) -> Mapping[str, tuple[int, ...]]:
    asked = needs(scores, list(published.segments.values()))
    turns = most_turns(scores, published.segments)
    return reached(warehouse, found, asked.links, turns).records


def _rescore(
    warehouse: Warehouse,
    published: Published,
    scores: Sequence[Score],
    targets: Sequence[int],
    as_of: int,
    plans: Plans,
    near: Neighbourhood,
    cause: str = "associated",
) -> Mapping[str, int]:
    table = warehouse.catalog().objects[scores[0].object].table
    total = int(warehouse.one(f"SELECT count(*) FROM warehouse.{table}"))
    if len(targets) > _MOST_SOME * total and total > 10_000:
        compute_values(warehouse, scores, published.segments, as_of, plans=plans)
        choose_all = f"CREATE OR REPLACE TEMP TABLE targets AS SELECT n FROM warehouse.{table}"
        warehouse.engine.sql(choose_all)
    else:
        near.compute(scores, published.segments, targets, as_of)
        choose_targets(warehouse, targets)
    with warehouse.transaction():
        return {
            score.key: keep_some_values(
                warehouse, score.key, version=published.versions[score.key], as_of=as_of, cause=cause
            )
            for score in scores
        }
