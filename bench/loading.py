"""Loads a company with Tamis' own loader and keeps the tables: `python -m bench.loading FOLDER DEFINITION TABLES`.

Two copies, for the events lie on disk either as the generator writes them, contact by contact, or in order of time,
as they arrive in a CRM. Beside each lie the catalog that the compiler needs, and the number of events.
"""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

from bench.companies import LAYOUTS
from tamis.compile.catalog import Catalog
from tamis.engine import DuckDBEngine
from tamis.operations.call import load_call, read_call
from tamis.progress import NullProgress


def main(folder: str, definition: str, tables: str) -> None:
    """Writes one folder a layout."""
    there = Path(tables)
    there.mkdir(parents=True)
    with DuckDBEngine.open(there) as engine:
        loaded = load_call(read_call(Path(folder), [Path(definition)]), engine, NullProgress())
        if loaded.rejects.count:
            raise SystemExit(f"{loaded.rejects.count} rows of {folder} were rejected.")
        engine.sql("SET preserve_insertion_order = true")
        for layout in LAYOUTS:
            place = there / layout.replace(" ", "_")
            place.mkdir()
            (place / "catalog.pickle").write_bytes(pickle.dumps(loaded.catalog))
            _copy(engine, loaded.catalog, place / "tables.duckdb", _ORDERS[layout])


def _copy(engine: DuckDBEngine, catalog: Catalog, file: Path, order: str) -> None:
    shapes = catalog.objects.values()
    changes = [shape.changes for shape in shapes if shape.changes]
    names = ["signatures", "members", *(shape.table for shape in shapes), *changes, *catalog.links.values()]
    engine.sql(f"ATTACH '{file}' AS kept")
    [(rows,)] = engine.sql(f"CREATE TABLE kept.events AS SELECT * FROM events {order}").fetchall()
    file.with_name("events.txt").write_text(str(rows), encoding="ascii")
    for name in names:
        engine.sql(f"CREATE TABLE kept.{name} AS SELECT * FROM {name}")
    engine.sql("DETACH kept")


_ORDERS = {"by time": "ORDER BY occurred_at", "by contact": ""}

if __name__ == "__main__":
    main(*sys.argv[1:])
