"""The same expression on a second engine: the loaded tables are copied to SQLite, and Ibis speaks its dialect.

For tests only. It shows that the compiler holds nothing that only DuckDB understands.
"""

import sqlite3
from decimal import Decimal
from pathlib import Path

from ibis.backends.sql.compilers.sqlite import compiler as sqlite_compiler
from ibis.expr.operations import UnboundTable
from sqlglot.optimizer.eliminate_subqueries import eliminate_subqueries

from tamis.compile.as_of import AS_OF
from tamis.compile.score import compile_scores
from tamis.engine import DuckDBEngine
from tamis.operations.call import load_call, read_call
from tamis.progress import NullProgress
from tests.engines import empty_engine
from tests.spec.resets import Resets, with_resets


def by_sqlite(
    folder: Path, definitions: list[Path], as_of: int, resets: Resets | None = None
) -> list[dict[str, object]]:
    """The rows of `tamis score`, computed by SQLite from what the loader put into DuckDB."""
    call = read_call(folder, definitions)
    with empty_engine() as engine, sqlite3.connect(":memory:") as sqlite:
        loaded = load_call(call, engine, as_of, NullProgress())
        expression = compile_scores(call.scores, call.segments, with_resets(loaded.catalog, engine, resets))
        _copy_tables(engine, sqlite, sorted({table.name for table in expression.op().find(UnboundTable)}))
        # Side by side instead of nested: SQLite's parser stops at a depth of a hundred.
        tree = eliminate_subqueries(sqlite_compiler.to_sqlglot(expression, params={AS_OF: as_of}))
        cursor = sqlite.execute(tree.sql(dialect="sqlite"))
        columns = [column[0] for column in cursor.description]
        rows = [dict(zip(columns, map(_points, row), strict=True)) for row in cursor]
    return sorted(rows, key=lambda row: row["id"])


def _points(value: object) -> object:
    return Decimal(value).scaleb(-6) if isinstance(value, int) else value


def _copy_tables(engine: DuckDBEngine, sqlite: sqlite3.Connection, tables: list[str]) -> None:
    # SQLite lower-cases ASCII only; the specification asks for Unicode.
    sqlite.create_function("lower", 1, lambda text: text if text is None else text.lower(), deterministic=True)
    for table in tables:
        cursor = engine.sql(f'SELECT * FROM "{table}"')
        columns = [column[0] for column in cursor.description or ()]
        sqlite.execute(f'CREATE TABLE "{table}" ({", ".join(f"{_quoted(c)}" for c in columns)})')
        places = ", ".join("?" for _ in columns)
        sqlite.executemany(f'INSERT INTO "{table}" VALUES ({places})', cursor.fetchall())


def _quoted(name: str) -> str:
    return f'"{name}"'
