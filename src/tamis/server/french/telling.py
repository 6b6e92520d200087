"""A sentence said in French: found in the phrasebook, with its values, of which some are sentences themselves."""

from __future__ import annotations

from tamis.server.french.phrasebook import Phrasebook
from tamis.server.french.saying import PLACE, Saying
from tamis.server.french.values import told_as

_HINT = "\n  hint: "
_FRENCH_HINT = "\n  conseil\u00a0: "
# Characters; the longest of ours with long names in it stays below.
_LONGEST = 4000
# Parts looked up for one sentence: somebody's names may be made so that it can be read in very many ways.
_MOST_PARTS = 300
_DEEPEST = 10


def tell(phrasebook: Phrasebook, text: str) -> str:
    """A sentence in French; as it is, where it is none of ours."""
    return _Telling(phrasebook).told(text)


class _Telling:
    def __init__(self, phrasebook: Phrasebook) -> None:
        self._phrasebook = phrasebook
        self._known: dict[str, str | None] = {}
        self._depth = 0

    def told(self, text: str) -> str:
        return self._found(text) or text

    def _found(self, text: str) -> str | None:
        if text not in self._known:
            if not text or len(text) > _LONGEST or len(self._known) >= _MOST_PARTS or self._depth >= _DEEPEST:
                return None
            self._depth += 1
            self._known[text] = self._looked_up(text)
            self._depth -= 1
        return self._known[text]

    def _looked_up(self, text: str) -> str | None:
        sentence, _, hint = text.partition(_HINT)
        if hint:
            french = self._found(sentence)
            return french and f"{french}{_FRENCH_HINT}{self.told(hint)}"
        return self._as_a_whole(text) or self._as_a_part(text)

    def _as_a_whole(self, text: str) -> str | None:
        for saying in self._phrasebook.near(text):
            for values in saying.readings(text):
                if french := self._filled(saying, values):
                    return french
        return None

    def _as_a_part(self, text: str) -> str | None:
        """What is a part of a sentence elsewhere, said alone: with a capital, and a full stop."""
        if not text.endswith(".") or not text[0].isupper():
            return None
        french = self._as_a_whole(text[0].lower() + text[1:-1])
        return french and f"{french[0].upper()}{french[1:]}."

    def _filled(self, saying: Saying, values: dict[str, str]) -> str | None:
        """Nothing where a part that has to be ours, or one word, is not."""
        filled, at = "", 0
        for place in PLACE.finditer(saying.french):
            name, how = place.groups(default="")
            if how in ("sentence", "clause") and self._found(values[name]) is None:
                return None
            if how == "word" and " " in values[name]:
                return None
            filled += saying.french[at : place.start()] + told_as(how, values[name], self.told)
            at = place.end()
        return filled + saying.french[at:]
