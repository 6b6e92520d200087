"""Pages of data: imports, sources, what records and events have, duplicates, and the jobs of the server."""
