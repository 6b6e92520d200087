"""A warehouse in small: some records, and everything that their scores look at, copied into memory.

The query of a score costs as much for one record as for all, because it must look at every event. So the few records
that changed are computed on a copy, by the same query. The tables of the copy and the plan of the query stay, as long
as neither definitions nor tables change: to write and plan the query of fifty rules takes ten times as long as to run
it for one record.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tamis.compile.catalog import Catalog
from tamis.definitions import Score, Segment
from tamis.definitions.turns import most_turns
from tamis.definitions.walk import Needs, needs
from tamis.store.warehouse.sql import literal
from tamis.store.warehouse.values import Plans, spread_computed
from tamis.store.warehouse.warehouse import Warehouse

# So few records are computed sooner by one thread than several threads are told what to do.
_FEW = 1_000


class Neighbourhood:
    """Copies of what scores look at, one for each object that is scored; of one session of a warehouse."""

    def __init__(self, warehouse: Warehouse, plans: Plans) -> None:
        self._warehouse, self._plans = warehouse, plans
        self._copies: dict[str, _Copy] = {}

    def compute(
        self, scores: Sequence[Score], segments: Mapping[str, Segment], records: Sequence[int], as_of: int
    ) -> None:
        """Computes scores of one object for the records of these numbers only, as of an instant (microseconds since the
        epoch, UTC); the rest is as in `compute_values`."""
        copy = self._copy_for(scores, segments)
        with self._threads(1 if len(records) <= _FEW else None):
            copy.fill(records)
            copy.run(as_of)
        spread_computed(self._warehouse, scores, f"{copy.name}.wide")
        self._warehouse.engine.sql(
            "DELETE FROM temp.computed WHERE n NOT IN (SELECT unnest(?::INTEGER[]))", [list(records)]
        )

    def close(self) -> None:
        """Drops the copies."""
        for copy in self._copies.values():
            copy.drop()
        self._copies.clear()

    def _copy_for(self, scores: Sequence[Score], segments: Mapping[str, Segment]) -> _Copy:
        catalog, object = self._warehouse.catalog(), scores[0].object
        asked = (tuple(scores), dict(segments), catalog)
        there = self._copies.get(object)
        if there is not None and there.asked == asked:
            return there
        if there is not None:
            self._copies.pop(object).drop()
        sql = self._plans.sql(scores, segments, catalog)
        copy = _Copy(self._warehouse, catalog, asked, sql)
        self._copies[object] = copy
        return copy

    @contextmanager
    def _threads(self, count: int | None) -> Iterator[None]:
        if count is None:
            yield
            return
        engine = self._warehouse.engine
        usual = self._warehouse.one("SELECT current_setting('threads')")
        engine.sql(f"SET threads = {count}")
        try:
            yield
        finally:
            engine.sql(f"SET threads = {usual}")


@dataclass(frozen=True)
class _Part:
    """A table of the copy, and SQL of which rows of the warehouse's it takes."""

    table: str
    test: str


class _Copy:
    """The copy for the scores of one object. `reached` holds the numbers of the records that belong to it."""

    def __init__(
        self,
        warehouse: Warehouse,
        catalog: Catalog,
        asked: tuple[tuple[Score, ...], dict[str, Segment], Catalog],
        sql: str,
    ) -> None:
        self.asked = asked
        scores, segments, _ = asked
        self._object, self._warehouse, self._catalog = scores[0].object, warehouse, catalog
        needed = needs(scores, list(segments.values()))
        self._pairs = sorted(pair for pair in needed.links if pair in catalog.links)
        self._turns = most_turns(scores, segments)
        self._parts = list(self._parts_of(needed))
        # Of its own, since several sessions of one process share their databases.
        self.name = f"near_{secrets.token_hex(4)}"
        self._make(sql)

    def _make(self, sql: str) -> None:
        """Makes the tables, empty as they are, and has the query planned for them."""
        engine = self._warehouse.engine
        engine.sql(f"ATTACH ':memory:' AS {self.name}")
        engine.sql(f"CREATE TABLE {self.name}.reached (object VARCHAR, n INTEGER, turn INTEGER)")
        tables = [*self._catalog.links.values(), "members", "events", "signatures"]
        for shape in self._catalog.objects.values():
            tables += [shape.table, *([shape.changes] if shape.changes else [])]
        tables += {shape.resets for shape in self._catalog.objects.values() if shape.resets}
        for table in tables:
            engine.sql(f"CREATE TABLE {self.name}.{table} AS FROM warehouse.{table} LIMIT 0")
        with self._current():
            engine.sql(f"CREATE TABLE wide AS SELECT * FROM ({Plans.at(sql, '0')}) LIMIT 0")
            engine.sql(f"PREPARE {self.name}_scores AS INSERT INTO wide {Plans.at(sql, '$1::BIGINT')}")

    def _parts_of(self, needed: Needs) -> Iterator[_Part]:
        for shape in self._catalog.objects.values():
            if shape.resets:
                yield _Part(shape.resets, f"object = {literal(shape.name)} AND n IN ({self._chosen(shape.name)})")
            if shape.name in needed.objects or shape.name == self._object:
                yield _Part(shape.table, f"n IN ({self._chosen(shape.name)})")
                if shape.changes:
                    yield _Part(shape.changes, f"n IN ({self._chosen(shape.name)})")
        for a, b in self._pairs:
            yield _Part(self._catalog.links[a, b], f"from_n IN ({self._chosen(a)})")
        for segment in sorted(needed.static_segments):
            object = self._catalog.static_segments.get(segment)
            if object is not None:
                yield _Part("members", f"segment = {literal(segment)} AND n IN ({self._chosen(object)})")
        if needed.events:
            yield _Part("events", f"contact IN ({self._chosen('contact')})")
            yield _Part("signatures", "signature IN (SELECT signature FROM {name}.events)")

    @staticmethod
    def _chosen(object: str) -> str:
        return f"SELECT n FROM {{name}}.reached WHERE object = {literal(object)}"

    def fill(self, records: Sequence[int]) -> None:
        """Puts these records in, and what is associated with them as far as scores look."""
        engine = self._warehouse.engine
        for table in {"reached", "wide", *(part.table for part in self._parts)}:
            engine.sql(f"DELETE FROM {self.name}.{table}")
        engine.sql(f"INSERT INTO {self.name}.reached SELECT ?, unnest(?::INTEGER[]), 0", [self._object, list(records)])
        for turn in range(1, self._turns + 1):
            if not sum(self._reach(a, b, turn) for a, b in self._pairs):
                break
        for part in self._parts:
            test = part.test.replace("{name}", self.name)
            engine.sql(
                f"INSERT INTO {self.name}.{part.table} BY NAME SELECT * FROM warehouse.{part.table} WHERE {test}"
            )

    def _reach(self, a: str, b: str, turn: int) -> int:
        """Adds the records that are associated with those added last; tells how many are new."""
        return int(
            self._warehouse.one(
                f"INSERT INTO {self.name}.reached SELECT DISTINCT $2, l.to_n, $3 FROM"
                f" (SELECT n FROM {self.name}.reached WHERE object = $1 AND turn = $3 - 1) AS r"
                f" JOIN warehouse.{self._catalog.links[a, b]} AS l ON l.from_n = r.n"
                f" WHERE NOT EXISTS (FROM {self.name}.reached AS known WHERE known.object = $2 AND known.n = l.to_n)",
                [a, b, turn],
            )
        )

    def run(self, as_of: int) -> None:
        """Computes the scores of everything that was put in, into the copy's own table `wide`."""
        with self._current():
            self._warehouse.engine.sql(f"EXECUTE {self.name}_scores({as_of})")

    @contextmanager
    def _current(self) -> Iterator[None]:
        """Within, bare names of tables are those of the copy."""
        [(before,)] = self._warehouse.rows("SELECT current_database()")
        self._warehouse.engine.sql(f"USE {self.name}")
        try:
            yield
        finally:
            self._warehouse.engine.sql(f"USE {before}")

    def drop(self) -> None:
        """Drops it all."""
        self._warehouse.engine.sql(f"DEALLOCATE {self.name}_scores")
        self._warehouse.engine.sql(f"DETACH {self.name}")
