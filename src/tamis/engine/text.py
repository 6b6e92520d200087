"""SQL of texts as they are compared."""

from __future__ import annotations

#: What Python calls white space, so that trimming is the same in SQL and in the definitions.
WHITE = "".join(character for character in map(chr, range(0x3001)) if character.isspace())


def normalised_email(text: str) -> str:
    """SQL of an e-mail address as it is compared: without space around it, in small letters; NULL if blank."""
    return f"nullif(lower(nfc_normalize(trim({text}, '{WHITE}'))), '')"


def is_email(text: str) -> str:
    """SQL that tells whether a normalised text can be an e-mail address at all."""
    return f"regexp_full_match({text}, '[^@\\s]+@[^@\\s]+')"
