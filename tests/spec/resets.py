"""Engagement resets for implementations that compute from a data folder, which has none: put beside its tables."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tamis.compile.catalog import Catalog
from tamis.engine import DuckDBEngine

Resets = Mapping[tuple[str, str], Sequence[int]]  # object, id -> instants


def with_resets(catalog: Catalog, engine: DuckDBEngine, resets: Resets | None) -> Catalog:
    """The catalog of data in which these records were reset."""
    if not resets:
        return catalog
    engine.sql("CREATE TABLE resets (object VARCHAR, n INTEGER, reset_at BIGINT)")
    known = {(object, id): instants for (object, id), instants in resets.items() if object in catalog.objects}
    for (object, id), instants in known.items():
        table = catalog.objects[object].table
        for instant in instants:
            engine.sql(f"INSERT INTO resets SELECT ?, n, ? FROM {table} WHERE id = ?", [object, instant, id])
    of = {object for object, _ in known}
    shapes = catalog.objects.items()
    return replace(catalog, objects={name: replace(s, resets="resets" if name in of else None) for name, s in shapes})
