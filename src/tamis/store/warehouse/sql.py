"""Texts in SQL."""


def literal(text: str) -> str:
    """The text as an SQL literal."""
    parts = ("'" + part.replace("'", "''") + "'" for part in text.split("\0"))
    return "(" + " || chr(0) || ".join(parts) + ")"
