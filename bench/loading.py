"""Loads a company with Tamis' own loader and keeps the tables: `python -m bench.loading FOLDER DEFINITION TABLES`.

Two copies, for the events lie on disk either as the generator writes them, contact by contact, or in order of time,
as they arrive in a CRM. Beside each lie the catalog that the compiler needs, and the number of events.
"""

from __future__ import annotations

import pickle
import sys
from dataclasses import replace
from pathlib import Path

from bench.companies import LAYOUTS
from tamis.compile.catalog import Catalog
from tamis.connectors.files import LoadedFolder, load_folder
from tamis.definitions.walk import needs
from tamis.engine import DuckDBEngine
from tamis.operations.call import read_call
from tamis.progress import NullProgress


def main(folder: str, definition: str, tables: str) -> None:
    """Writes one folder a layout."""
    there = Path(tables)
    there.mkdir(parents=True)
    with DuckDBEngine.open(there) as engine:
        loaded = _load(Path(folder), Path(definition), engine)
        if loaded.rejects.count:
            raise SystemExit(f"{loaded.rejects.count} rows of {folder} were rejected.")
        engine.sql("SET preserve_insertion_order = true")
        for layout in LAYOUTS:
            place = there / layout.replace(" ", "_")
            place.mkdir()
            (place / "catalog.pickle").write_bytes(pickle.dumps(loaded.catalog))
            _copy(engine, loaded.catalog, place / "tables.duckdb", _ORDERS[layout])


def _load(folder: Path, definition: Path, engine: DuckDBEngine) -> LoadedFolder:
    """The folder with events of every type, those that the definition never looks at too: a table that is kept has
    them all, and the floor counts them all."""
    call = read_call(folder, [definition])
    asked = needs(call.scores, call.definitions.segments)
    every = {type: frozenset[str]() for type in call.schema.events} | _types(folder, engine)
    asked = replace(asked, events={**every, **asked.events})
    segments = call.definitions.segments
    return load_folder(folder, engine, needs=asked, segments=segments, schema=call.schema, progress=NullProgress())


def _types(folder: Path, engine: DuckDBEngine) -> dict[str, frozenset[str]]:
    found = engine.sql("SELECT DISTINCT type FROM read_parquet(?)", [str(folder / "events" / "*.parquet")]).fetchall()
    return {type: frozenset() for (type,) in found}


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
