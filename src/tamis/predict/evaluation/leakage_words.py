"""Names that say that a property is written at the end, by a judge, or anew all the time.

They prove nothing; with no history and some hold on the outcome, they are what tells a total at closing from a size.
Words are compared whole, in English and French.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


class Telling(StrEnum):
    """What a name says: known only when all is over; today's state, not the landmark's; somebody's judgement."""

    END = "named_after_the_end"
    LATEST = "named_after_the_latest"
    JUDGED = "named_after_a_judgement"


# Sets of words: a name that has all words of a set.
_WORDS = {
    Telling.END: (
        "closed close closing won win lost loss lose elapsed outcome churned "
        "total+days ratio+days change+count changes+count stage+changes "
        "cloture clos gagne gagnee perdu perdue ecoule ecoules ecoulee total+jours"
    ),
    Telling.LATEST: "last latest dernier derniere derniers dernieres",
    Telling.JUDGED: (
        "quality score index rating grade tag tags disposition lead+status "
        "qualite note indice etiquette etiquettes qualification"
    ),
}
_SETS = {telling: tuple(each.split("+") for each in words.split()) for telling, words in _WORDS.items()}
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def telling(name: str) -> tuple[Telling, str] | None:
    """What a name says, and by which words.

    >>> telling("closed_at")
    (<Telling.END: 'named_after_the_end'>, 'closed')
    >>> telling("LastNotableActivity")
    (<Telling.LATEST: 'named_after_the_latest'>, 'last')
    >>> telling("window_tint") is None
    True
    """
    words = set(_words(name))
    for kind, sets in _SETS.items():
        for each in sets:
            if words.issuperset(each):
                return kind, " ".join(each)
    return None


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return [part.lower() for part in _PARTS.findall(plain)]
