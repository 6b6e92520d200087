"""The only room that holds a connection."""

from tamis.engine.duckdb import DuckDBEngine

__all__ = ["DuckDBEngine"]
