"""What a file that somebody gave is called in lists and logs."""

from __future__ import annotations

import re
import unicodedata

from tamis.connectors.files.glance import ending_of

# Of what a file is called, those of others are made: no longer, so that they have room.
_LONGEST_STEM = 60
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


def plain_stem(name: str) -> str:
    """What other files may be called after that one, wherever they are taken: its name without folders and ending, in
    plain letters; `import` where nothing is left of it.

    >>> plain_stem("../Export für Mai.csv.gz"), plain_stem("..."), plain_stem("顧客.csv")
    ('Export-fur-Mai', 'import', 'import')
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    stem = last[: -len(ending) - 1] if (ending := ending_of(last)) else last
    letters = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", letters)[:_LONGEST_STEM].strip("-") or "import"


def _is_unseen(sign: str) -> bool:
    """Control characters, marks of direction, halves of pairs, and what no font has."""
    return unicodedata.category(sign).startswith("C")
