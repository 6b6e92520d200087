"""A warehouse in small: some records, and everything that scores look at for them, copied into memory.

The query of a score costs as much for one record as for all, because it must look at every event. So the few records
that are asked for are computed, or explained, on a copy, by the same query.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Self

from tamis.compile.catalog import Catalog
from tamis.definitions import Score, Segment
from tamis.definitions.turns import most_turns
from tamis.definitions.walk import Needs, needs
from tamis.store.warehouse.selections import associations, selections
from tamis.store.warehouse.sql import literal
from tamis.store.warehouse.warehouse import Warehouse


@contextmanager
def surroundings(
    warehouse: Warehouse, scores: Sequence[Score], segments: Mapping[str, Segment], records: Sequence[int]
) -> Iterator[None]:
    """Within, bare names of tables are those of a copy around these records of the scores' object."""
    copy = Surroundings(warehouse, warehouse.catalog(), scores, segments)
    try:
        copy.fill(records)
        with copy.current():
            yield
    finally:
        copy.drop()


class Surroundings:
    """The copy for scores of one object, in a database of its own; of one session of a warehouse.

    Its table `reached` holds the numbers of the records that belong to it, and how many associations away they are.
    """

    def __init__(
        self, warehouse: Warehouse, catalog: Catalog, scores: Sequence[Score], segments: Mapping[str, Segment]
    ) -> None:
        needed = needs(scores, list(segments.values()))
        self._prepare(warehouse, catalog, scores[0].object, needed, most_turns(scores, segments))

    @classmethod
    def of_needs(cls, warehouse: Warehouse, catalog: Catalog, object_type: str, needed: Needs, turns: int) -> Self:
        """The copy for whatever looks at no more than this, and at associates so many associations away."""
        made = cls.__new__(cls)
        made._prepare(warehouse, catalog, object_type, needed, turns)
        return made

    def _prepare(self, warehouse: Warehouse, catalog: Catalog, object_type: str, needed: Needs, turns: int) -> None:
        self._object, self._warehouse, self._catalog = object_type, warehouse, catalog
        self._pairs = associations(catalog, needed)
        self._turns = turns
        # Of its own, since several sessions of one process share their databases.
        self.name = f"near_{secrets.token_hex(4)}"
        warehouse.engine.sql(f"ATTACH ':memory:' AS {self.name}")
        self._copies = self._selections(needed)
        for table in catalog.tables() - self._copies.keys():
            warehouse.engine.sql(f"CREATE TABLE {self.name}.{table} AS FROM warehouse.{table} LIMIT 0")

    def fill(self, records: Sequence[int]) -> None:
        """Puts these records in, and what scores look at for them, in place of what was there."""
        engine = self._warehouse.engine
        engine.sql(
            f"CREATE OR REPLACE TABLE {self.name}.reached AS"
            " SELECT ?::VARCHAR AS object, unnest(?::INTEGER[]) AS n, 0 AS turn",
            [self._object, list(records)],
        )
        for turn in range(1, self._turns + 1):
            if not sum(self._reach(a, b, turn) for a, b in self._pairs):
                break
        for table, query in self._copies.items():
            engine.sql(f"CREATE OR REPLACE TABLE {self.name}.{table} AS {query}")

    def current(self) -> AbstractContextManager[None]:
        """Within, bare names of tables are those of the copy."""
        return self._warehouse.current(self.name)

    def drop(self) -> None:
        """Drops it all."""
        self._warehouse.engine.sql(f"DETACH {self.name}")

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

    def _selections(self, needed: Needs) -> dict[str, str]:
        signatures = f"IN (SELECT signature FROM {self.name}.events)"
        return dict(selections(self._catalog, self._object, needed, self._among, signatures))

    def _among(self, object: str) -> str:
        return f"IN (SELECT n FROM {self.name}.reached WHERE object = {literal(object)})"
