"""Pages of one record: who it is, why it has its points, what happened, and what can be done about it."""
