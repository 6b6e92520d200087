"""Computes the scores of those records only that something happened to, or that look at such a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tamis.definitions import Score
from tamis.definitions.turns import most_turns
from tamis.definitions.walk import needs
from tamis.operations.published import Published
from tamis.operations.rescore import by_object, check_against
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.live import Touched, choose_targets, forget_touched, name_causes, reached, touched
from tamis.store.warehouse.neighbourhood import Neighbourhood
from tamis.store.warehouse.values import TIME, Plans, compute_values, keep_some_values, keep_values

# To copy the surroundings of more records than this share takes longer than to compute all.
_MOST_SOME = 0.2


@dataclass(frozen=True)
class RescoredSome:
    """How many records were computed, and how many values or tiers changed."""

    records: int
    changed: int


def rescore_touched(
    warehouse: Warehouse, published: Published, *, as_of: int, plans: Plans, near: Neighbourhood
) -> RescoredSome:
    """Computes what was touched as of an instant, and keeps it with its causes.

    Raises DefinitionError where the data no longer bears out a definition; what was touched is remembered then.
    """
    found = touched(warehouse)
    if not found:
        return RescoredSome(0, 0)
    _check(warehouse, published, plans)
    name_causes(warehouse)
    records = changed = 0
    for object_type, scores in by_object(published.scores).items():
        targets = _targets(warehouse, published, scores, found).get(object_type, ())
        if targets:
            records += len(targets)
            changed += _rescore(warehouse, published, scores, targets, as_of, plans, near)
    with warehouse.transaction():
        forget_touched(warehouse)
    return RescoredSome(records, changed)


def rescore_by_time(warehouse: Warehouse, published: Published, *, as_of: int, plans: Plans) -> RescoredSome:
    """Computes everything as of an instant: what changes is what time alone does. Raises DefinitionError as above."""
    _check(warehouse, published, plans)
    records = changed = 0
    for scores in by_object(published.scores).values():
        compute_values(warehouse, scores, published.segments, as_of, plans=plans)
        for score in scores:
            version = published.versions[score.key]
            changed += keep_values(warehouse, score.key, version=version, as_of=as_of, cause=TIME)
        records += int(warehouse.one("SELECT count(DISTINCT n) FROM temp.computed"))
    return RescoredSome(records, changed)


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
) -> int:
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
        return sum(
            keep_some_values(warehouse, score.key, version=published.versions[score.key], as_of=as_of)
            for score in scores
        )
