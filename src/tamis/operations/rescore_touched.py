"""Computes the scores of those records only that something happened to, or that look at such a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypedDict

from tamis.compile.catalog import Catalog
from tamis.definitions import Score
from tamis.definitions.passing import passing
from tamis.definitions.turns import most_turns
from tamis.definitions.walk import needs
from tamis.operations.published import Published
from tamis.operations.rescore import by_object, check_against, records_of
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.live import Touched, forget_touched, name_causes, reached, touched
from tamis.store.warehouse.neighbourhood import Neighbourhood
from tamis.store.warehouse.passed import records_passed
from tamis.store.warehouse.values import TIME, Plans, compute_values, keep_some_values, keep_values

# To copy the surroundings of more records than this share takes longer than to compute all.
_MOST_SOME, _FEW = 0.2, 10_000
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
    rescoring = _Rescoring.prepare(warehouse, published, as_of, plans, near)
    name_causes(warehouse)
    records, changed = 0, dict[str, int]()
    for object_type, scores in by_object(published.scores).items():
        targets = rescoring.looking_at(scores, found).get(object_type, ())
        if targets:
            records += len(targets)
            changed |= rescoring.rescore(scores, targets, cause="associated")
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
    rescoring = _Rescoring.prepare(warehouse, published, as_of, plans, near)
    name = _FADED_AT if fading else _MOVED_AT
    noted = warehouse.setting(name)
    since = None if noted is None or int(noted) > as_of else int(noted)
    records, changed = 0, dict[str, int]()
    for scores in by_object(published.scores).values():
        targets = rescoring.passed(scores, since, fading=fading)
        if targets is None:
            records += records_of(warehouse, scores[0].object)
            changed |= rescoring.rescore_all(scores)
        elif targets:
            records += len(targets)
            changed |= rescoring.rescore(scores, targets, cause=TIME)
    with warehouse.transaction():
        for each in (_MOVED_AT, _FADED_AT) if fading else (_MOVED_AT,):
            warehouse.note(each, str(as_of))
    return RescoredSome(records, changed)


@dataclass(frozen=True)
class _Rescoring:
    """What is published, to be computed for some records of a warehouse as of an instant, and kept."""

    warehouse: Warehouse
    published: Published
    as_of: int
    plans: Plans
    near: Neighbourhood
    catalog: Catalog

    @classmethod
    def prepare(
        cls, warehouse: Warehouse, published: Published, as_of: int, plans: Plans, near: Neighbourhood
    ) -> _Rescoring:
        """Holds the definitions against the data, but only where one of them changed since."""
        catalog = warehouse.catalog()
        objects = by_object(published.scores)
        if not all(plans.has(scores, published.segments, catalog) for scores in objects.values()):
            check_against(published, catalog)
        return cls(warehouse, published, as_of, plans, near, catalog)

    def looking_at(self, scores: Sequence[Score], found: Touched) -> Mapping[str, tuple[int, ...]]:
        """By object, the records that scores may compute otherwise since something happened to those found."""
        asked = needs(scores, list(self.published.segments.values()))
        turns = most_turns(scores, self.published.segments)
        return reached(self.warehouse, found, asked.links, turns, self.catalog.links).records

    def passed(self, scores: Sequence[Score], since: int | None, *, fading: bool) -> Sequence[int] | None:
        """The records that time may have moved since an instant; None: all."""
        moving = passing(scores, list(self.published.segments.values()))
        if not fading:
            # What it cannot see happen moves with what fades.
            moving = replace(moving, fades={}, dates=False)
        if since is None or moving.dates:
            return None
        found = records_passed(self.warehouse, moving, since, self.as_of)
        return self.looking_at(scores, found).get(scores[0].object, ())

    def rescore_all(self, scores: Sequence[Score]) -> Mapping[str, int]:
        """Computes all records, which only time has moved; gives how many changed by score."""
        self._compute_all(scores)
        return {score.key: keep_values(self.warehouse, cause=TIME, **self._kept(score)) for score in scores}

    def rescore(self, scores: Sequence[Score], targets: Sequence[int], *, cause: str) -> Mapping[str, int]:
        """Computes these records, because of what the table `causes` says of each, or else of `cause`; gives how many
        changed by score."""
        table = self.catalog.objects[scores[0].object].table
        total = int(self.warehouse.one(f"SELECT count(*) FROM warehouse.{table}"))
        if len(targets) > _MOST_SOME * total and total > _FEW:
            self._compute_all(scores)
            self.warehouse.engine.sql(f"CREATE OR REPLACE TEMP TABLE targets AS SELECT n FROM warehouse.{table}")
        else:
            self.near.compute(scores, self.published.segments, targets, self.as_of, catalog=self.catalog)
        with self.warehouse.transaction():
            return {score.key: keep_some_values(self.warehouse, cause=cause, **self._kept(score)) for score in scores}

    def _compute_all(self, scores: Sequence[Score]) -> None:
        compute_values(
            self.warehouse, scores, self.published.segments, self.as_of, plans=self.plans, catalog=self.catalog
        )

    def _kept(self, score: Score) -> _Kept:
        return {"score": score.key, "version": self.published.versions[score.key], "as_of": self.as_of}


class _Kept(TypedDict):
    score: str
    version: int
    as_of: int
