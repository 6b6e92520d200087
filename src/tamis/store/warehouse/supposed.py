"""What a record's values would be if other things were so: each supposition on a copy of all that its scores look at.

The copy (`surroundings`) is laid down once and repeated as often as there are suppositions, under numbers of their own,
so that one query computes all of them; it is the query that computes every record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import TracebackType
from typing import Self

from tamis.compile.catalog import Catalog
from tamis.definitions import Score, Segment
from tamis.engine.instants import ANY_INSTANT, at_instant
from tamis.store.warehouse.suppositions import Supposition, Writing
from tamis.store.warehouse.surroundings import Surroundings
from tamis.store.warehouse.warehouse import Warehouse

# Numbers are 32 bits wide. Room is left below each copy's end for records that are supposed.
_MOST_NUMBER, _ROOM = 2**31 - 1, 16
# Rows that are laid down at once, and suppositions.
_MOST_ROWS, _MOST_COPIES = 2_000_000, 400


@dataclass(frozen=True)
class SupposedValue:
    """A score's value, its categories' where it has two (whole millionths; None outside its population), its tier."""

    points: int | None
    fit: int | None
    engagement: int | None
    tier: str | None


class Supposed:
    """A record and what the scores look at for it, to be supposed otherwise; closed at the end of the `with` block.

    `scores`: of the record's object, with all that they ask for.
    """

    def __init__(
        self, warehouse: Warehouse, catalog: Catalog, scores: Sequence[Score], segments: dict[str, Segment], n: int
    ) -> None:
        self._warehouse, self._catalog, self._n = warehouse, catalog, n
        self._text = _computing(_Asked(tuple(scores), segments, catalog))
        self._places = {score.key: i for i, score in enumerate(scores)}
        self._copy = Surroundings(warehouse, catalog, scores, segments)
        self._copy.fill([n])
        with self._copy.current():
            self._stride = int(warehouse.one("SELECT max(n) FROM reached")) + 1 + _ROOM
            self._numbered = _numbered(catalog)
            counted = [f"(SELECT count(*) FROM {table})" for table in self._numbered]
            self._rows = int(warehouse.one(f"SELECT {' + '.join(counted)}"))

    def values(self, score: str, suppositions: Sequence[Supposition], as_of: int) -> list[SupposedValue]:
        """The value of a score under each supposition, in their order, as of an instant (microseconds since the epoch,
        UTC)."""
        at_once = max(1, min(_MOST_COPIES, _MOST_NUMBER // self._stride - 1, _MOST_ROWS // max(self._rows, 1)))
        found: list[SupposedValue] = []
        for begin in range(0, len(suppositions), at_once):
            found += self._computed(score, suppositions[begin : begin + at_once], as_of)
        return found

    def _computed(self, score: str, suppositions: Sequence[Supposition], as_of: int) -> list[SupposedValue]:
        i = self._places[score]
        with self._copy.current():
            self._repeat(len(suppositions))
            Writing(self._warehouse, self._catalog, self._stride).write(suppositions, as_of)
            numbers = [self._n + (k + 1) * self._stride for k in range(len(suppositions))]
            rows = self._warehouse.rows(
                f"SELECT n, points_{i}, fit_{i}, engagement_{i}, tier_{i} FROM ({at_instant(self._text, as_of)})"
                " WHERE n IN (SELECT unnest(?::INTEGER[]))",
                [numbers],
            )
        computed = {n: SupposedValue(*values) for n, *values in rows}
        return [computed[n] for n in numbers]

    def _repeat(self, times: int) -> None:
        """Lays down as many copies of what there is, in place of those that were there."""
        engine = self._warehouse.engine
        for table, columns in self._numbered.items():
            engine.sql(f"DELETE FROM {table} WHERE {columns[0]} >= {self._stride}")
            moved = ", ".join(f"(t.{c} + k * {self._stride})::INTEGER AS {c}" for c in columns)
            engine.sql(
                f"INSERT INTO {table} SELECT t.* REPLACE ({moved}) FROM {table} AS t,"
                f" (SELECT unnest(range(1, {times + 1})) AS k)"
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._copy.drop()


def _numbered(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """By table of a copy, its columns that hold numbers of records."""
    found: dict[str, tuple[str, ...]] = dict.fromkeys(catalog.links.values(), ("from_n", "to_n"))
    for shape in catalog.objects.values():
        found |= {table: ("n",) for table in (shape.table, shape.changes, shape.resets) if table}
    return found | {"members": ("n",), "events": ("contact",)}


@dataclass(frozen=True)
class _Asked:
    scores: tuple[Score, ...]
    segments: dict[str, Segment]
    catalog: Catalog

    def __hash__(self) -> int:
        # The rest is only compared: mappings have no hash.
        return hash(tuple(score.key for score in self.scores))


@lru_cache(maxsize=16)
def _computing(asked: _Asked) -> str:
    """The query, for an instant that is still to be given: to write it takes longer than to run it."""
    # Ibis takes a third of a second to import, and whoever only reads does without.
    from tamis.store.warehouse.values.computed_sql import computed_sql

    return computed_sql(asked.scores, asked.segments, asked.catalog, ANY_INSTANT)
