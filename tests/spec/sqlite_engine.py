"""The same expression on the engine of a few records: the loaded tables are copied to SQLite whole."""

from decimal import Decimal
from pathlib import Path

from tamis.compile.score import compile_scores
from tamis.engine import SQLiteEngine
from tamis.engine.writing import write_query
from tamis.operations.call import load_call, read_call
from tamis.progress import NullProgress
from tests.engines import empty_engine
from tests.spec.resets import Resets, with_resets


def by_sqlite(
    folder: Path, definitions: list[Path], as_of: int, resets: Resets | None = None
) -> list[dict[str, object]]:
    """The rows of `tamis score`, computed by SQLite from what the loader put into DuckDB."""
    call = read_call(folder, definitions)
    with empty_engine() as engine, SQLiteEngine() as small:
        loaded = load_call(call, engine, as_of, NullProgress())
        catalog = with_resets(loaded.catalog, engine, resets)
        for table in catalog.tables():
            cursor = engine.sql(f'SELECT * FROM "{table}"')
            small.keep(table, [column[0] for column in cursor.description or ()], cursor.fetchall())
        query = write_query(compile_scores(call.scores, call.segments, catalog), small.dialect)
        rows = [{name: _points(value) for name, value in row.items()} for row in small.dicts(query, as_of)]
    return sorted(rows, key=lambda row: row["id"])


def _points(value: object) -> object:
    return Decimal(value).scaleb(-6) if isinstance(value, int) else value
