"""The values of a sentence, as French writes them."""

from __future__ import annotations

import re
from collections.abc import Callable

from tamis.definitions.language import FRENCH, say_number, told_in

_NUMBER = re.compile(r"-?\d[\d,]*(\.\d+)?")
_UNITS = {"GB": "Go", "MB": "Mo", "kB": "ko", "bytes": "octets"}
_QUOTED = re.compile(r"(['\"])([^'\"]*)\1")


def told_number(text: str) -> str:
    """A number with its thousands apart and a comma; what is none stays as it is.

    >>> told_number("1,204.5"), told_number("-3"), told_number("inf")
    ('1\\u202f204,5', '-3', 'inf')
    """
    if not _NUMBER.fullmatch(text):
        return text
    plain = text.replace(",", "")
    with told_in(FRENCH):
        return say_number(float(plain) if "." in plain else int(plain))


def told_size(text: str) -> str:
    """A number of bytes.

    >>> told_size("1.2 MB")
    '1,2\\xa0Mo'
    """
    number, _, unit = text.partition(" ")
    return f"{told_number(number)}\u00a0{_UNITS.get(unit, unit)}"


def told_count(text: str, words: str) -> str:
    """The word that fits a number, of `one/several`: in French two are the first of several.

    >>> told_count("1", "autre/autres"), told_count("2", "autre/autres")
    ('autre', 'autres')
    """
    one, several = words.split("/")
    return one if text in ("0", "1") else several


def told_name(text: str) -> str:
    """A name between the marks of the language, where there were any.

    >>> told_name('"a.csv"')
    '«\\xa0a.csv\\xa0»'
    """
    return _QUOTED.sub("«\u00a0\\2\u00a0»", text) if _QUOTED.fullmatch(text) else text


def told_as(how: str, text: str, told: Callable[[str], str]) -> str:
    """A value: as it is (also a `word`), or as `number`, `size`, `told` (a part that may be ours), `sentence`, `clause`
    (that have to be), `list` or `lines` (several of these), `or`, or the word of `one/several` that fits it."""
    match how:
        case "" | "word":
            return told_name(text)
        case "number":
            return told_number(text)
        case "size":
            return told_size(text)
        case "list":
            return ", ".join(map(told, text.split(", ")))
        case "lines":
            return "\n  ".join(map(told, text.split("\n  ")))
        case "or":
            return text.replace(" or ", " ou ")
        case "told" | "sentence":
            return told(text)
        case "clause":
            return _lowered(told(text))
    return told_count(text, how)


def _lowered(sentence: str) -> str:
    """As it goes on after a colon: `UTF-8` keeps its capitals."""
    is_word = sentence[1:2].islower() or sentence[1:2] == "’"
    return sentence[0].lower() + sentence[1:] if is_word else sentence
