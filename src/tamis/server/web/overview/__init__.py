"""The overview: what came, moved, waits and converts, and whether all is well."""
