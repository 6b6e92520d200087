"""The records there are, and since when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tamis.compile.catalog import Catalog
from tamis.compile.moment import EARLIEST, LATEST
from tamis.engine import DuckDBEngine

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Known:
    """Records by number, in order, and since when each is known (`begin`): its creation; where that is unknown, its
    first event or change; else always (`EARLIEST`)."""

    record: Ints
    begin: Ints

    def places(self, numbers: Ints) -> Ints:
        """Where records stand, by their numbers."""
        return np.searchsorted(self.record, numbers)


def known_records(engine: DuckDBEngine, catalog: Catalog, object_type: str) -> Known:
    """All records of an object."""
    shape = catalog.objects[object_type]
    found = engine.sql(
        f"SELECT n, coalesce(created_at, {EARLIEST}) AS begin FROM {shape.table} ORDER BY n"
    ).fetchnumpy()
    record, begin = np.asarray(found["n"], dtype=np.int64), np.asarray(found["begin"], dtype=np.int64).copy()
    dateless = begin == EARLIEST
    if dateless.any():
        first = _first_signs(engine, catalog, object_type, record)
        begin[dateless] = first[dateless]
    return Known(record, begin)


def _first_signs(engine: DuckDBEngine, catalog: Catalog, object_type: str, record: Ints) -> Ints:
    """The instant of each record's first event or change, `EARLIEST` where it has none."""
    first = np.full(len(record), LATEST)
    for query in _signs(catalog, object_type):
        found = engine.sql(query).fetchnumpy()
        numbers = np.asarray(found["n"], dtype=np.int64)
        is_known = np.isin(numbers, record)
        places = np.searchsorted(record, numbers[is_known])
        first[places] = np.minimum(first[places], np.asarray(found["first"])[is_known])
    return np.where(first == LATEST, EARLIEST, first)


def _signs(catalog: Catalog, object_type: str) -> list[str]:
    shape, queries = catalog.objects[object_type], list[str]()
    if object_type == "contact":
        queries.append("SELECT contact AS n, min(occurred_at) AS first FROM events GROUP BY 1")
    if shape.changes:
        changes = f"FROM {shape.changes} WHERE changed_at > {EARLIEST}"
        queries.append(f"SELECT n, min(changed_at) AS first {changes} GROUP BY 1")
    return queries
