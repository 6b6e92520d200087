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


def is_like(text: str, pattern: str, searched: str, *, is_lax: bool) -> str:
    """SQL of whether a text is like a pattern, in any case, and `is_lax` whatever the accents of both; the pattern was
    made of what is searched for (`literally`)."""
    # To look for escapes takes half as long again, and few texts have any.
    escape = " ESCAPE '!'" if literally(searched) != searched else ""
    if not is_lax:
        return f"{text} ILIKE {pattern}{escape}"
    like = f"ILIKE strip_accents({pattern}){escape}"
    # Of as many bytes as letters, it has no accents: to take them off would take as long again.
    return f"(CASE WHEN strlen({text}) = length({text}) THEN {text} {like} ELSE strip_accents({text}) {like} END)"
