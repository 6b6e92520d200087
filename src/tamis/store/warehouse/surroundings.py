"""A warehouse in small: some records, and everything that scores look at for them, copied into memory.

The query of a score costs as much for one record as for all, because it must look at every event. So the few records
that are asked for are computed, or explained, on a copy, by the same query.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Self

from tamis.compile.catalog import SQL_TYPES, Catalog, EventProperty, Property
from tamis.definitions import Score, Segment
from tamis.definitions.turns import most_turns
from tamis.definitions.walk import Needs, needs
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
        self._pairs = sorted(pair for pair in needed.links if pair in catalog.links)
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
        """By table of the copy, what of the warehouse's goes into it; one that others are chosen by comes before."""
        found = self._of_records(needed)
        for a, b in self._pairs:
            table = self._catalog.links[a, b]
            found[table] = f"FROM warehouse.{table} WHERE from_n IN ({self._chosen(a)})"
        members = [
            f"(segment = {literal(segment)} AND n IN ({self._chosen(self._catalog.static_segments[segment])}))"
            for segment in sorted(needed.static_segments & self._catalog.static_segments.keys())
        ]
        if members:
            found["members"] = f"FROM warehouse.members WHERE {' OR '.join(members)}"
        if needed.events:
            found |= self._of_events(needed)
        return found

    def _of_records(self, needed: Needs) -> dict[str, str]:
        found: dict[str, str] = {}
        resets: list[str] = []
        for shape in self._catalog.objects.values():
            chosen = self._chosen(shape.name)
            if shape.resets:
                resets.append(f"(object = {literal(shape.name)} AND n IN ({chosen}))")
            if shape.name != self._object and shape.name not in needed.objects:
                continue
            names = needed.objects.get(shape.name, frozenset())
            columns = _columns(shape.properties.values(), names)
            found[shape.table] = f"SELECT {columns} FROM warehouse.{shape.table} WHERE n IN ({chosen})"
            if shape.changes:
                kept = ", ".join(map(literal, sorted(names))) or "NULL"
                found[shape.changes] = f"FROM warehouse.{shape.changes} WHERE n IN ({chosen}) AND property IN ({kept})"
        if resets:
            found["resets"] = f"FROM warehouse.resets WHERE {' OR '.join(resets)}"
        return found

    def _of_events(self, needed: Needs) -> dict[str, str]:
        properties = {p.column: p for shape in self._catalog.events.values() for p in shape.values() if p.inline}
        names = frozenset(name for named in needed.events.values() for name in named)
        # What an event is known again by is half of what the table takes up on the disk, and no score looks at it.
        columns = _columns(properties.values(), names, "NULL::UHUGEINT AS key")
        return {
            "events": f"SELECT {columns} FROM warehouse.events WHERE contact IN ({self._chosen('contact')})",
            "signatures": f"FROM warehouse.signatures WHERE signature IN (SELECT signature FROM {self.name}.events)",
        }

    def _chosen(self, object: str) -> str:
        return f"SELECT n FROM {self.name}.reached WHERE object = {literal(object)}"


def _columns(properties: Iterable[Property | EventProperty], needed: frozenset[str], *also: str) -> str:
    """All columns, so that the tables are what the catalog says, without the values of those that nothing looks at."""
    empty = [
        *also,
        *(
            f"NULL::{SQL_TYPES[each.type]} AS {each.column}"
            for each in properties
            if each.type is not None and each.name not in needed and each.column != "created_at"
        ),
    ]
    return f"* REPLACE ({', '.join(empty)})" if empty else "*"
