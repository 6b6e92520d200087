"""From definitions, the shapes of the data and an instant to one relational expression. Nothing here runs it."""
