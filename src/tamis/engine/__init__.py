"""The only room that holds a connection."""

from tamis.engine.duckdb import DuckDBEngine
from tamis.engine.sqlite import SQLiteEngine

#: An engine that explains: that of all data, or that of a few records.
Engine = DuckDBEngine | SQLiteEngine

__all__ = ["DuckDBEngine", "Engine", "SQLiteEngine"]
