"""From a relational expression to the SQL text of SQLite, the engine of a few records."""

from __future__ import annotations

import ibis.expr.types as ir
from ibis.backends.sql.compilers.sqlite import compiler as sqlite_compiler
from sqlglot.optimizer.eliminate_subqueries import eliminate_subqueries

from tamis.compile.as_of import AS_OF
from tamis.engine.sql import COMPILING


def sqlite_sql(expression: ir.Expr, as_of: int) -> str:
    """The expression as one SQLite statement, for an instant in microseconds since the epoch, UTC."""
    with COMPILING:
        tree = sqlite_compiler.to_sqlglot(expression, params={AS_OF: as_of})
        # Side by side instead of nested: SQLite's parser stops at a depth of a hundred.
        text: str = eliminate_subqueries(tree).sql(dialect="sqlite", copy=False)
    return text
