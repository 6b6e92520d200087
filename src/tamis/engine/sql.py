"""From a relational expression to the SQL text of one engine."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import ibis
import ibis.expr.types as ir
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.duckdb import compiler as duckdb_compiler

from tamis.compile.as_of import AS_OF

# Frames of Python, which live on the heap and not on the stack; a select within a select takes about a dozen.
_DEEPEST = 100_000


def duckdb_sql(expression: ir.Expr, as_of: int) -> str:
    """The expression as one DuckDB statement, for an instant in microseconds since the epoch, UTC.

    Ibis's compiler is called directly: going through its backend would import pandas and open a connection.
    """
    with _deep(), _selects_apart():
        tree = duckdb_compiler.to_sqlglot(expression, params={AS_OF: as_of})
        for literal in tree.find_all(sge.Literal):
            if not literal.is_string and "." in literal.this and "e" not in literal.this.lower():
                # A bare 20.0 is a DECIMAL: slower, and its products overflow. With an exponent it is a DOUBLE.
                literal.set("this", f"{literal.this}e0")
        text: str = tree.sql(dialect="duckdb", copy=False)
    return text


@contextmanager
def _deep() -> Iterator[None]:
    """A dozen scores in one statement nest deeper than Python's usual 1,000 calls."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _DEEPEST))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


@contextmanager
def _selects_apart() -> Iterator[None]:
    """Nested selects are left as they are: merging them is half of the time to compile a score, and DuckDB's optimizer
    does it anyway. The option changes the text only, never what it means."""
    before = ibis.options.sql.fuse_selects
    ibis.options.sql.fuse_selects = False
    try:
        yield
    finally:
        ibis.options.sql.fuse_selects = before
