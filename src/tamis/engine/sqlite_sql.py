"""From a relational expression to the SQL text of SQLite, the engine of a few records."""

from __future__ import annotations

from typing import Any

import ibis.expr.types as ir
from ibis.backends.sql.compilers.sqlite import SQLiteCompiler
from sqlglot.optimizer.eliminate_subqueries import eliminate_subqueries

from tamis.compile.as_of import AS_OF
from tamis.engine.sql import COMPILING


class _Compiler(SQLiteCompiler):  # type: ignore[misc]
    """Ibis's own, but for what a text begins and ends with: it writes a pattern, in which `_` and `%` of a condition
    would stand for any signs."""

    __slots__ = ()

    def visit_StartsWith(self, op: Any, *, arg: Any, start: Any) -> Any:  # noqa: N802 - as Ibis calls it.
        return self.f.substr(arg, 1, self.f.length(start)).eq(start)

    def visit_EndsWith(self, op: Any, *, arg: Any, end: Any) -> Any:  # noqa: N802
        return self.f.substr(arg, self.f.length(arg) - self.f.length(end) + 1).eq(end)


_COMPILER = _Compiler()


def sqlite_sql(expression: ir.Expr, as_of: int) -> str:
    """The expression as one SQLite statement, for an instant in microseconds since the epoch, UTC."""
    with COMPILING:
        tree = _COMPILER.to_sqlglot(expression, params={AS_OF: as_of})
        # Side by side instead of nested: SQLite's parser stops at a depth of a hundred.
        text: str = eliminate_subqueries(tree).sql(dialect="sqlite", copy=False)
    return text
