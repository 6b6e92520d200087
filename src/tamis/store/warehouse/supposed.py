"""What a record's values would be if other things were so: each supposition on a copy of all that its scores look at.

The copy (`surroundings`) is laid down once and repeated as often as there are suppositions, under numbers of their own,
so that one query computes all of them; it is the query that computes every record.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import TracebackType
from typing import Self

from tamis.compile.catalog import Catalog
from tamis.definitions import Score, Segment
from tamis.engine.instants import ANY_INSTANT, at_instant
from tamis.store.warehouse.sql import literal
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
            self._stride: int = int(warehouse.one("SELECT max(n) FROM reached")) + 1 + _ROOM
            self._numbered = _numbered(catalog)
            counted = [f"(SELECT count(*) FROM {table})" for table in self._numbered]
            [counts] = warehouse.rows(f"SELECT {', '.join(counted)}")
            self._filled = [table for table, count in zip(self._numbered, counts, strict=True) if count]
            self._rows = int(sum(counts))
        # The tables in which there are copies now.
        self._laid: set[str] = set()

    def value(self, score: str, as_of: int) -> SupposedValue:
        """The value of a score as things are, as of an instant (microseconds since the epoch, UTC)."""
        with self._copy.current():
            self._repeat(0)
            [value] = self._read(score, [self._n], as_of)
        return value

    def values(self, score: str, suppositions: Sequence[Supposition], as_of: int) -> list[SupposedValue]:
        """The value of a score under each supposition, in their order, as of an instant."""
        found: list[SupposedValue] = []
        for begin in range(0, len(suppositions), self._at_once):
            part = suppositions[begin : begin + self._at_once]
            with self._copy.current():
                self._repeat(len(part))
                writing = Writing(self._warehouse, self._catalog, self._stride)
                writing.write(part, as_of)
                self._laid |= writing.written
                found += self._read(score, self._numbers(len(part)), as_of)
        return found

    def later(
        self, score: str, ages: Sequence[int], as_of: int, clocked: Collection[tuple[str, str]] = ()
    ) -> list[SupposedValue]:
        """The value of a score if all that happened had been so much earlier (microseconds), for each age, and the
        instants of some properties too (`clocked`: object and name). That is what it will be so much later, if nothing
        happens, and one query tells it of many instants; but only of what is relative (`Passing.is_relative`)."""
        found: list[SupposedValue] = []
        for begin in range(0, len(ages), self._at_once):
            part = ages[begin : begin + self._at_once]
            with self._copy.current():
                self._repeat(len(part))
                self._set_back(part, clocked)
                found += self._read(score, self._numbers(len(part)), as_of)
        return found

    @property
    def _at_once(self) -> int:
        return max(1, min(_MOST_COPIES, _MOST_NUMBER // self._stride - 1, _MOST_ROWS // max(self._rows, 1)))

    def _numbers(self, copies: int) -> list[int]:
        """Of the record in each copy."""
        return [self._n + (k + 1) * self._stride for k in range(copies)]

    def _read(self, score: str, numbers: Sequence[int], as_of: int) -> list[SupposedValue]:
        i = self._places[score]
        rows = self._warehouse.rows(
            f"SELECT n, points_{i}, fit_{i}, engagement_{i}, tier_{i} FROM ({at_instant(self._text, as_of)})"
            " WHERE n IN (SELECT unnest(?::INTEGER[]))",
            [list(numbers)],
        )
        computed = {n: SupposedValue(*values) for n, *values in rows}
        return [computed[n] for n in numbers]

    def _set_back(self, ages: Sequence[int], clocked: Collection[tuple[str, str]]) -> None:
        """Has what happened in each copy be so much earlier."""
        instants = {"events": ["occurred_at"]}
        for shape in self._catalog.objects.values():
            names = [name for object, name in clocked if object == shape.name and name in shape.properties]
            instants[shape.table] = [shape.properties[name].column for name in names]
            if shape.changes:
                told = (
                    f"CASE WHEN property IN ({', '.join(map(literal, names))}) THEN s.age ELSE 0 END" if names else "0"
                )
                instants[shape.changes] = ["changed_at", "until", f"instant = instant - {told}"]
            instants |= {shape.resets: ["reset_at"]} if shape.resets else {}
        for table in self._filled:
            columns = instants.get(table, [])
            earlier = ", ".join(column if "=" in column else f"{column} = {column} - s.age" for column in columns)
            if earlier:
                self._warehouse.engine.sql(
                    f"UPDATE {table} SET {earlier} FROM (SELECT unnest($1::BIGINT[]) AS age,"
                    " generate_subscripts($1::BIGINT[], 1) AS copy) AS s"
                    f" WHERE {self._numbered[table][0]} // {self._stride} = s.copy",
                    [list(ages)],
                )

    def _repeat(self, times: int) -> None:
        """Lays down as many copies of what there is, in place of those that were there."""
        engine = self._warehouse.engine
        for table in self._laid:
            engine.sql(f"DELETE FROM {table} WHERE {self._numbered[table][0]} >= {self._stride}")
        self._laid = set(self._filled) if times else set()
        for table in self._laid:
            columns = self._numbered[table]
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
