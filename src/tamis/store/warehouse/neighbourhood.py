"""Computes the scores of a few records on a copy of what they look at, instead of all (see `surroundings`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tamis.compile.catalog import Catalog
from tamis.definitions import Score, Segment
from tamis.definitions.turns import most_turns
from tamis.definitions.walk import Needs, needs
from tamis.engine import SQLiteEngine
from tamis.engine.sqlite import TooMuch
from tamis.store.warehouse.slices import can_slice, slice_of_contacts
from tamis.store.warehouse.small_copy import on_a_small_copy
from tamis.store.warehouse.surroundings import Surroundings
from tamis.store.warehouse.values import FEW, Plans, choose_targets, compute_values, show_computed
from tamis.store.warehouse.warehouse import Warehouse


@dataclass(frozen=True)
class _Copy:
    surroundings: Surroundings
    scores: tuple[Score, ...]
    segments: Mapping[str, Segment]
    catalog: Catalog


@dataclass(frozen=True)
class _Looked:
    """What scores look at, which takes longer to find out than to compute one record."""

    scores: tuple[Score, ...]
    segments: Mapping[str, Segment]
    needed: Needs
    turns: int


class Neighbourhood:
    """Copies of what scores look at, one for each object that is scored; of one session of a warehouse."""

    def __init__(self, warehouse: Warehouse, plans: Plans) -> None:
        self._warehouse, self._plans = warehouse, plans
        self._copies: dict[str, _Copy] = {}
        self._looked: dict[str, _Looked] = {}

    def compute(
        self,
        scores: Sequence[Score],
        segments: Mapping[str, Segment],
        records: Sequence[int],
        as_of: int,
        *,
        catalog: Catalog,
    ) -> None:
        """Computes scores of one object for the records of these numbers only, as of an instant (microseconds since the
        epoch, UTC); more than `FEW` are the `targets` then. The rest is as in `compute_values`.

        SQLite computes few in less time than DuckDB takes to begin. A range of many costs no more than its share of
        all, where the scores allow for it (`can_slice`).
        """
        if len(records) <= FEW and self._has_computed_few(scores, segments, records, as_of, catalog):
            return
        choose_targets(self._warehouse, catalog.objects[scores[0].object].table, records)
        with self._holding(scores, segments, records, catalog):
            compute_values(self._warehouse, scores, segments, as_of, plans=self._plans, catalog=catalog, is_some=True)

    def _has_computed_few(
        self,
        scores: Sequence[Score],
        segments: Mapping[str, Segment],
        records: Sequence[int],
        as_of: int,
        catalog: Catalog,
    ) -> bool:
        def rows(engine: SQLiteEngine) -> list[Mapping[str, Any]]:
            return engine.dicts(self._plans.query(scores, segments, catalog, engine.dialect), as_of)

        looked, object_type = self._looked_at(scores, segments), scores[0].object
        try:
            found = on_a_small_copy(self._warehouse, catalog, object_type, looked.needed, looked.turns, records, rows)
        except TooMuch:
            return False
        asked = set(records)
        show_computed(self._warehouse, scores, [row for row in found if row["n"] in asked])
        return True

    def _looked_at(self, scores: Sequence[Score], segments: Mapping[str, Segment]) -> _Looked:
        there = self._looked.get(scores[0].object)
        if there is None or (there.scores, there.segments) != (tuple(scores), segments):
            needed, turns = needs(scores, list(segments.values())), most_turns(scores, segments)
            there = _Looked(tuple(scores), dict(segments), needed, turns)
            self._looked[scores[0].object] = there
        return there

    @contextmanager
    def _holding(
        self, scores: Sequence[Score], segments: Mapping[str, Segment], records: Sequence[int], catalog: Catalog
    ) -> Iterator[None]:
        """Within, bare names are those of tables with these records."""
        if isinstance(records, range) and can_slice(scores, segments):
            with slice_of_contacts(self._warehouse, catalog, records):
                yield
        else:
            copy = self._copy_for(scores, segments, catalog)
            copy.fill(records)
            with copy.current():
                yield

    def close(self) -> None:
        """Drops the copies."""
        for copy in self._copies.values():
            copy.surroundings.drop()
        self._copies.clear()

    def _copy_for(self, scores: Sequence[Score], segments: Mapping[str, Segment], catalog: Catalog) -> Surroundings:
        there = self._copies.get(scores[0].object)
        if there is not None:
            if (there.scores, there.segments, there.catalog) == (tuple(scores), segments, catalog):
                return there.surroundings
            self._copies.pop(scores[0].object).surroundings.drop()
        fresh = Surroundings(self._warehouse, catalog, scores, segments)
        self._copies[scores[0].object] = _Copy(fresh, tuple(scores), dict(segments), catalog)
        return fresh
