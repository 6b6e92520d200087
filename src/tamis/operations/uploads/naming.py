"""What a file that somebody gave is called in lists and logs."""

from __future__ import annotations

import unicodedata

# So much of a name is shown; what it ends with tells what kind of file it is.
_LONGEST, _END = 80, 20


def shown_name(name: str, otherwise: str) -> str:
    """The name of a file as its owner calls it: without folders, in one line, without signs that cannot be seen or turn
    the direction of what follows, and not too long; `otherwise` where nothing is left of it. Markup stays, as text.

    >>> shown_name("C:\\\\exports\\\\Messe  Köln\\n.csv", "contacts.csv")
    'Messe Köln .csv'
    >>> shown_name("../\\u202e", "contacts.csv")
    'contacts.csv'
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(" " if sign.isspace() else sign for sign in last if sign.isspace() or not _is_unseen(sign))
    plain = " ".join(unicodedata.normalize("NFC", seen).split())
    if not plain.strip("."):
        return otherwise
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - _END - 1]}…{plain[-_END:]}"


def _is_unseen(sign: str) -> bool:
    """Control characters, marks of direction, halves of pairs, and what no font has."""
    return unicodedata.category(sign).startswith("C")
