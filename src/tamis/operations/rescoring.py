"""Some records of a warehouse, computed by what is published, and kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tamis.compile.catalog import Catalog
from tamis.definitions import Score
from tamis.definitions.turns import most_turns
from tamis.definitions.walk import needs
from tamis.operations.published import Published
from tamis.operations.rescore import by_object, check_against
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.live import Touched, reached
from tamis.store.warehouse.neighbourhood import Neighbourhood
from tamis.store.warehouse.values import Plans, choose_targets, compute_values, keep_some_values

# To copy the surroundings of more records than this share takes longer than to compute all; of a few, all are few.
_MOST_SOME, _FEW = 0.2, 10_000
# Of so many records the values of all scores are compared and kept at once; of more, those of one after the other, to
# hold no more of them in memory.
_MOST_TOGETHER = 20_000


def nothing() -> None:
    """What there is to do also, mostly."""


@dataclass(frozen=True)
class RescoredSome:
    """How many records were computed, and how many values or tiers changed, by score."""

    records: int = 0
    changed: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: RescoredSome) -> RescoredSome:
        keys = {**self.changed, **other.changed}
        changed = {key: self.changed.get(key, 0) + other.changed.get(key, 0) for key in keys}
        return RescoredSome(self.records + other.records, changed)


@dataclass(frozen=True)
class Rescoring:
    """What is published, to be computed for some records as of an instant (microseconds since the epoch, UTC)."""

    warehouse: Warehouse
    published: Published
    as_of: int
    plans: Plans
    near: Neighbourhood
    catalog: Catalog

    @classmethod
    def prepare(
        cls, warehouse: Warehouse, published: Published, as_of: int, plans: Plans, near: Neighbourhood
    ) -> Rescoring:
        """Holds the definitions against the data, but only where one of them changed since.

        Raises DefinitionError where the data no longer bears out a definition.
        """
        catalog = warehouse.catalog()
        objects = by_object(published.scores)
        if not all(plans.has(scores, published.segments, catalog) for scores in objects.values()):
            check_against(published, catalog)
        return cls(warehouse, published, as_of, plans, near, catalog)

    def looking_at(self, scores: Sequence[Score], found: Touched) -> Sequence[int]:
        """The records of scores of one object that may have another value since something happened to those found."""
        asked = needs(scores, list(self.published.segments.values()))
        turns = most_turns(scores, self.published.segments)
        all_of_them = reached(self.warehouse, found, asked.links, turns, self.catalog.links).records
        return all_of_them.get(scores[0].object, ())

    def are_many(self, scores: Sequence[Score], records: Sequence[int]) -> bool:
        """Whether it is sooner done to compute all records of the scores' object than only these."""
        if len(records) <= _MOST_SOME * _FEW:
            return False
        total = int(self.warehouse.one(f"SELECT count(*) FROM warehouse.{self._table(scores)}"))
        return len(records) > _MOST_SOME * total and total > _FEW

    def numbers(self, scores: Sequence[Score]) -> range:
        """In which all numbers of the records of the scores' object are."""
        most = self.warehouse.one(f"SELECT coalesce(max(n), -1) FROM warehouse.{self._table(scores)}")
        return range(int(most) + 1)

    def rescore(
        self, scores: Sequence[Score], records: Sequence[int], *, cause: str, also: Callable[[], None] = nothing
    ) -> Mapping[str, int]:
        """Computes these records, because of what `causes` says of each, or else of `cause`; gives how many
        changed by score. What is `also` done is in the transaction that keeps them."""
        self.near.compute(scores, self.published.segments, records, self.as_of, catalog=self.catalog)
        return self._keep(scores, records, cause, also)

    def rescore_all(
        self, scores: Sequence[Score], *, cause: str, also: Callable[[], None] = nothing
    ) -> Mapping[str, int]:
        """The same for all records of the object."""
        segments = self.published.segments
        compute_values(self.warehouse, scores, segments, self.as_of, plans=self.plans, catalog=self.catalog)
        numbers = self.numbers(scores)
        choose_targets(self.warehouse, self._table(scores), numbers)
        return self._keep(scores, numbers, cause, also)

    def _keep(
        self, scores: Sequence[Score], records: Sequence[int], cause: str, also: Callable[[], None]
    ) -> Mapping[str, int]:
        versions, changed = self.published.versions, dict[str, int]()
        # Of a few records, a statement for each score takes as long as one for all of them.
        together = [scores] if len(records) <= _MOST_TOGETHER else [[score] for score in scores]
        with self.warehouse.transaction():
            for several in together:
                changed |= keep_some_values(
                    self.warehouse, several, records, versions=versions, as_of=self.as_of, cause=cause
                )
            # Not before: the causes may be among what is forgotten then.
            also()
            return changed

    def _table(self, scores: Sequence[Score]) -> str:
        return self.catalog.objects[scores[0].object].table
