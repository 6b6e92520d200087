"""All sentences with their French, and how one is found among them."""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from heapq import merge
from pathlib import Path

from tamis.server.french.saying import Saying

_COMPILED = Path(__file__).parent / "locale" / "fr" / "LC_MESSAGES" / "django.mo"


class Phrasebook:
    """Sentences, found by how they begin or, where a value is first, by how they end."""

    def __init__(self, sayings: Iterable[Saying]) -> None:
        self._whole: dict[str, Saying] = {}
        self._by_begin: dict[str, list[Saying]] = defaultdict(list)
        self._by_end: dict[str, list[Saying]] = defaultdict(list)
        for saying in sorted(sayings, key=_lightness):
            if not saying.names:
                self._whole[saying.english] = saying
            elif saying.around[0]:
                self._by_begin[saying.around[0][0]].append(saying)
            else:
                self._by_end[saying.around[-1][-1:]].append(saying)

    def near(self, text: str) -> Iterator[Saying]:
        """Those that may say a text, first those that say most of it themselves."""
        if text in self._whole:
            yield self._whole[text]
        ends = {text[-1:], ""}
        yield from merge(self._by_begin.get(text[:1], ()), *(self._by_end.get(end, ()) for end in ends), key=_lightness)


def _lightness(saying: Saying) -> int:
    return -saying.weight


@cache
def phrasebook() -> Phrasebook:
    """That of Tamis; empty where it was not compiled (`make` does), as the texts of pages are then English."""
    return Phrasebook(read_sayings(_COMPILED.read_bytes()) if _COMPILED.is_file() else ())


def read_sayings(compiled: bytes) -> list[Saying]:
    """What a compiled catalogue holds (gettext's `.mo`), without its head, which is no sentence."""
    order = "<" if compiled[0] == 0xDE else ">"
    _, _, count, english_at, french_at = struct.unpack_from(f"{order}5I", compiled)
    english = _texts(compiled, f"{order}2I", english_at, count)
    french = _texts(compiled, f"{order}2I", french_at, count)
    return [Saying(*pair) for pair in zip(english, french, strict=True) if pair[0]]


def _texts(compiled: bytes, place: str, at: int, count: int) -> Iterator[str]:
    for length, start in struct.iter_unpack(place, compiled[at : at + 8 * count]):
        yield compiled[start : start + length].decode()
