"""Everything that there is to show of one record, and what can be decided about it."""
