"""What the stores have in common that may be on a PostgreSQL server: its address, whose it is, and its faults."""
