"""From a relational expression to the SQL text of one engine."""

import sys
from threading import Lock

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
    with COMPILING:
        tree = duckdb_compiler.to_sqlglot(expression, params={AS_OF: as_of})
        for literal in tree.find_all(sge.Literal):
            if not literal.is_string and "." in literal.this and "e" not in literal.this.lower():
                # A bare 20.0 is a DECIMAL: slower, and its products overflow. With an exponent it is a DOUBLE.
                literal.set("this", f"{literal.this}e0")
        text: str = tree.sql(dialect="duckdb", copy=False)
    return text


class _Compiling:
    """The settings under which expressions become text, for as long as anybody does that.

    Python has them once for all threads, so who comes first sets them and who goes last takes them back. Meanwhile
    every thread may recurse so deep; what comes from outside is asked first how deep it is (`tamis.nesting`).
    """

    def __init__(self) -> None:
        self._lock, self._holders = Lock(), 0
        self._before: tuple[int, bool] = (0, False)

    def __enter__(self) -> None:
        with self._lock:
            self._holders += 1
            if self._holders == 1:
                self._before = sys.getrecursionlimit(), ibis.options.sql.fuse_selects
                # A dozen scores in one statement nest deeper than Python's usual 1,000 calls.
                sys.setrecursionlimit(max(self._before[0], _DEEPEST))
                # Nested selects are left as they are: merging them is half of the time to compile a score, and
                # DuckDB's optimizer does it anyway. It changes the text only, never what it means.
                ibis.options.sql.fuse_selects = False

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._holders -= 1
            if self._holders == 0:
                sys.setrecursionlimit(self._before[0])
                ibis.options.sql.fuse_selects = self._before[1]


COMPILING = _Compiling()
