"""The warehouse of a workspace: one DuckDB file with records, events, values and their history."""
