"""Outside systems, one room each; none knows anything of scores."""
