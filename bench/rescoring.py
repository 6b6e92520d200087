"""One work on tables that are loaded: `python -m bench.rescoring TABLES DEFINITION WORK [OUTPUT]`.

Prints what the query alone cost (see `costs.told`); the process is new each time, DuckDB's own cache empty.
With OUTPUT the rows go there, for `agreement`; without, into a temporary table.
"""

from __future__ import annotations

import pickle
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb

from bench.companies import AS_OF
from bench.costs import told
from bench.rivals.loaded_tables import hand_written
from tamis.compile.catalog import Catalog
from tamis.definitions import read_definitions
from tamis.definitions.instants import read_instant

# What DuckDB may hold; the process with Python, DuckDB and Ibis takes some 150 MB beside it.
MEMORY_LIMIT = "700MB"
INSTANT = read_instant(AS_OF)
POINTS = ("lead_score", "lead_score_fit", "lead_score_engagement")


def main(tables: str, definition: str, work: str, output: str | None = None) -> None:
    """Does one of `WORKS`, or compiles only."""
    catalog: Catalog = pickle.loads((Path(tables) / "catalog.pickle").read_bytes())
    if work == "compile":
        print(told(lambda: compiled(definition, catalog)))
        return
    query = WORKS[work](definition, catalog)
    with tempfile.TemporaryDirectory() as spill:
        connection = duckdb.connect(config={"memory_limit": MEMORY_LIMIT, "temp_directory": spill})
        connection.execute("SET preserve_insertion_order = false")
        connection.execute(f"ATTACH '{tables}/tables.duckdb' AS kept (READ_ONLY)")
        connection.execute("USE kept")
        if output:
            connection.execute(f"COPY ({query}) TO '{output}'")
        else:
            print(told(lambda: connection.execute(f"CREATE TEMP TABLE result AS {query}")))


def compiled(definition: str, catalog: Catalog) -> str:
    """The definition as Tamis asks it of DuckDB."""
    # Here, so that the other works do not pay for Ibis in memory.
    from tamis.compile.score import compile_scores
    from tamis.engine.sql import duckdb_sql

    found = read_definitions([Path(definition)])
    return duckdb_sql(compile_scores(found.scores, {s.key: s for s in found.segments}, catalog), INSTANT)


def _by_tamis(definition: str, catalog: Catalog) -> str:
    points = ", ".join(f"{name} / 1e6 AS {name}" for name in POINTS)
    return f"SELECT id, {points}, lead_score_tier FROM ({compiled(definition, catalog)})"


WORKS: dict[str, Callable[[str, Catalog], str]] = {
    "tamis": _by_tamis,
    "floor": lambda _, __: "SELECT contact, count(*) AS events FROM events GROUP BY 1",
    "sum_case": lambda _, catalog: hand_written(catalog, INSTANT, is_tuned=False),
    "sum_case_tuned": lambda _, catalog: hand_written(catalog, INSTANT, is_tuned=True),
}

if __name__ == "__main__":
    main(*sys.argv[1:])
