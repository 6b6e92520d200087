"""A warehouse in small: some records, and everything that their scores look at, copied into memory.

The query of a score costs as much for one record as for all, because it must look at every event. So the few records
that changed are computed on a copy, by the same query. Of 1 M contacts and 50 M events one contact's takes 0.1 s,
where the query itself, told to give one row only, took 0.4 s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from tamis.compile.catalog import Catalog, ObjectShape
from tamis.definitions import Score, Segment
from tamis.definitions.turns import most_turns
from tamis.definitions.walk import needs
from tamis.store.warehouse.sql import literal
from tamis.store.warehouse.values import Plans, compute_values
from tamis.store.warehouse.warehouse import Warehouse


@contextmanager
def neighbourhood(
    warehouse: Warehouse, scores: Sequence[Score], segments: Mapping[str, Segment], records: Sequence[int]
) -> Iterator[None]:
    """Within, bare names of tables are those of a copy that holds what the scores (of one object) look at for the
    records of these numbers, and perhaps somewhat more; only these have right values there."""
    catalog = warehouse.catalog()
    asked = needs(scores, list(segments.values()))
    followed = sorted(pair for pair in asked.links if pair in catalog.links)
    engine = warehouse.engine
    engine.sql("ATTACH ':memory:' AS near")
    try:
        near = _Near(warehouse, catalog)
        near.begin(scores[0].object, records)
        for _ in range(most_turns(scores, segments)):
            if not near.turn(followed):
                break
        near.copy(followed, with_events=bool(asked.events))
        engine.sql("USE near")
        yield
    finally:
        engine.sql("USE warehouse")
        engine.sql("DETACH near")


def compute_some(
    warehouse: Warehouse,
    scores: Sequence[Score],
    segments: Mapping[str, Segment],
    records: Sequence[int],
    as_of: int,
    *,
    plans: Plans | None = None,
) -> None:
    """Computes scores of one object for the records of these numbers only; the rest is as in `compute_values`."""
    with neighbourhood(warehouse, scores, segments, records):
        compute_values(warehouse, scores, segments, as_of, plans=plans)
    warehouse.engine.sql("DELETE FROM temp.computed WHERE n NOT IN (SELECT unnest(?::INTEGER[]))", [list(records)])


class _Near:
    """The copy while it is made. `reached` holds the numbers of the records that belong to it, by object."""

    def __init__(self, warehouse: Warehouse, catalog: Catalog) -> None:
        self._warehouse, self._catalog = warehouse, catalog
        self._warehouse.engine.sql("CREATE TABLE near.reached (object VARCHAR, n INTEGER, turn INTEGER)")
        self._turn = 0

    def begin(self, object: str, records: Sequence[int]) -> None:
        """Puts the records to be computed in."""
        self._warehouse.engine.sql(
            "INSERT INTO near.reached SELECT ?, unnest(?::INTEGER[]), 0", [object, list(records)]
        )

    def turn(self, pairs: Sequence[tuple[str, str]]) -> int:
        """Adds the records that are associated with those added last; tells how many are new."""
        new = 0
        for a, b in pairs:
            new += self._warehouse.one(
                "INSERT INTO near.reached SELECT DISTINCT $2, l.to_n, $3 FROM"
                f" (SELECT n FROM near.reached WHERE object = $1 AND turn = $3 - 1) AS r"
                f" JOIN warehouse.{self._catalog.links[a, b]} AS l ON l.from_n = r.n"
                " WHERE NOT EXISTS (FROM near.reached AS known WHERE known.object = $2 AND known.n = l.to_n)",
                [a, b, self._turn + 1],
            )
        self._turn += 1
        return new

    def copy(self, pairs: Sequence[tuple[str, str]], *, with_events: bool) -> None:
        """Copies the rows of everything that was reached."""
        for shape in self._catalog.objects.values():
            self._copy_records(shape)
        for a, b in self._catalog.links:
            table, chosen = self._catalog.links[a, b], self._chosen(a) if (a, b) in pairs else "SELECT 0 LIMIT 0"
            self._copy(table, f"from_n IN ({chosen})")
        members = " OR ".join(
            f"(segment IN (SELECT segment FROM warehouse.static_segments WHERE object = {literal(object)})"
            f" AND n IN ({self._chosen(object)}))"
            for object in sorted(set(self._catalog.static_segments.values()) & self._catalog.objects.keys())
        )
        self._copy("members", members or "false")
        self._copy("events", f"contact IN ({self._chosen('contact')})" if with_events else "false")
        self._copy("signatures", "signature IN (SELECT signature FROM near.events)")

    def _copy_records(self, shape: ObjectShape) -> None:
        self._copy(shape.table, f"n IN ({self._chosen(shape.name)})")
        if shape.changes:
            self._copy(shape.changes, f"n IN ({self._chosen(shape.name)})")

    def _chosen(self, object: str) -> str:
        return f"SELECT n FROM near.reached WHERE object = {literal(object)}"

    def _copy(self, table: str, test: str) -> None:
        self._warehouse.engine.sql(f"CREATE TABLE near.{table} AS SELECT * FROM warehouse.{table} WHERE {test}")
