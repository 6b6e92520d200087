"""From a relational expression to a query in the words of either engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from tamis.engine.instants import ANY_INSTANT
from tamis.engine.query import Query
from tamis.engine.sql import duckdb_sql
from tamis.engine.sqlite_sql import sqlite_sql

_BY_DIALECT = {"duckdb": duckdb_sql, "sqlite": sqlite_sql}


def write_query(table: ir.Table, dialect: str) -> Query:
    """The expression as a query. `dialect`: that of the engine."""
    kinds = {name: kind for name, type in table.schema().items() if (kind := _kind(type))}
    return Query(_BY_DIALECT[dialect](table, ANY_INSTANT), kinds)


def _kind(type: dt.DataType) -> Callable[[Any], Any] | None:
    if type.is_boolean():
        return bool
    if type.is_floating():
        return float
    return int if type.is_integer() else None
