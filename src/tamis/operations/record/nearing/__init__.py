"""What would move a record to the next tier: the shortest changes, each computed before it is told."""
