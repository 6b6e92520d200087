"""How the application database came to its shape, step by step; a released step is never edited."""
