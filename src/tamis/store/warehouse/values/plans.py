"""The SQL of scores, kept as long as neither they nor the tables they are about change: to write it takes longer than
to compute a few records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from tamis.definitions import Score, Segment
from tamis.engine.instants import ANY_INSTANT
from tamis.engine.query import Query

if TYPE_CHECKING:
    from tamis.compile.catalog import Catalog

_MOST_KEPT = 32
Written = TypeVar("Written")


@dataclass(frozen=True)
class _Plan(Generic[Written]):
    scores: tuple[Score, ...]
    segments: Mapping[str, Segment]
    catalog: Catalog
    query: Written


class Plans:
    """The texts for the scores of each object that were asked for last."""

    def __init__(self) -> None:
        self._plans: dict[str, _Plan[str]] = {}
        self._queries: dict[tuple[str, str], _Plan[Query]] = {}

    def has(self, scores: Sequence[Score], segments: Mapping[str, Segment], catalog: Catalog) -> bool:
        """Whether these scores were planned, on tables such as these."""
        plan = self._plans.get(scores[0].object)
        return plan is not None and (plan.scores, plan.segments, plan.catalog) == (tuple(scores), segments, catalog)

    def query(self, scores: Sequence[Score], segments: Mapping[str, Segment], catalog: Catalog, dialect: str) -> Query:
        """The same for an engine that computes a few records."""
        kept = self._queries.get((scores[0].object, dialect))
        if kept is None or (kept.scores, kept.segments, kept.catalog) != (tuple(scores), segments, catalog):
            query = _queried(_Asked.of(scores, segments, catalog), dialect)
            kept = _Plan(tuple(scores), dict(segments), catalog, query)
            self._queries[scores[0].object, dialect] = kept
        return kept.query

    def sql(self, scores: Sequence[Score], segments: Mapping[str, Segment], catalog: Catalog) -> str:
        """As `computed_sql`, for an instant that is still to be given (`at_instant`)."""
        if not self.has(scores, segments, catalog):
            text = _written(_Asked.of(scores, segments, catalog))
            self._plans[scores[0].object] = _Plan(tuple(scores), dict(segments), catalog, text)
        return self._plans[scores[0].object].query


@dataclass(frozen=True, eq=False)
class _Asked:
    """What a text is about. Known again by all that is written in it: `1`, `1.0` and `true` are equal to Python, and
    not the same condition."""

    scores: tuple[Score, ...]
    segments: Mapping[str, Segment]
    catalog: Catalog
    words: str

    @classmethod
    def of(cls, scores: Sequence[Score], segments: Mapping[str, Segment], catalog: Catalog) -> _Asked:
        return cls(tuple(scores), dict(segments), catalog, repr((scores, segments, catalog)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self.words == other.words

    def __hash__(self) -> int:
        return hash(self.words)


@lru_cache(maxsize=_MOST_KEPT)
def _queried(asked: _Asked, dialect: str) -> Query:
    from tamis.store.warehouse.values.computed_sql import computed_query

    return computed_query(asked.scores, asked.segments, asked.catalog, dialect)


# A review computes what is published a moment later, and a process may have several workspaces of one kind.
@lru_cache(maxsize=_MOST_KEPT)
def _written(asked: _Asked) -> str:
    # Ibis takes a third of a second to import, and whoever only reads values does without.
    from tamis.store.warehouse.values.computed_sql import computed_sql

    return computed_sql(asked.scores, asked.segments, asked.catalog, ANY_INSTANT)
