"""Texts in SQL."""


def literal(text: str) -> str:
    """The text as an SQL literal."""
    parts = ("'" + part.replace("'", "''") + "'" for part in text.split("\0"))
    return "(" + " || chr(0) || ".join(parts) + ")"


def literally(text: str) -> str:
    """A text as a part of a pattern (`LIKE … ESCAPE '!'`) in which no sign of it stands for others.

    >>> literally("50%_!")
    '50!%!_!!'
    """
    for sign in "!%_":
        text = text.replace(sign, f"!{sign}")
    return text
