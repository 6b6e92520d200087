"""JSON as it comes: half characters, and nests too deep for whoever reads them next."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

import msgspec

from tamis.nesting import is_nested_deeper

Shape = TypeVar("Shape")

# Far deeper than any client nests; far less than what ends a recursion here or in a database.
MOST_LEVELS = 64
_TOO_DEEP = "It is nested too deep"
# Every escape, so that the second half of `\\u0041` is not taken for one; pairs of half characters are whole.
_ESCAPE = re.compile(
    rb"\\(?:(?P<pair>u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    rb"|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)


def decoded(decoder: msgspec.json.Decoder[Shape], text: bytes) -> Shape:
    """The value of a JSON text. Raises ValueError, without anything of the text in it.

    Half a character, which a browser sends for an emoji cut in two, becomes U+FFFD: it must not spoil a batch.
    """
    if is_nested_deeper(text):
        raise ValueError(_TOO_DEEP)
    try:
        return decoder.decode(text)
    except msgspec.ValidationError:
        raise
    except (ValueError, RecursionError):
        return _decoded(decoder, _ESCAPE.sub(_whole, text) if b"\\u" in text else text)


def is_too_deep(text: bytes, value: object) -> bool:
    """Whether a value, decoded from the text, has more than 64 levels of lists and objects."""
    # Counting signs costs next to nothing, and nearly every message has fewer of them than levels are allowed.
    return text.count(b"{") + text.count(b"[") > MOST_LEVELS and _is_deeper(value, MOST_LEVELS)


def _decoded(decoder: msgspec.json.Decoder[Shape], text: bytes) -> Shape:
    try:
        return decoder.decode(text)
    except UnicodeDecodeError:
        raise ValueError("It is not UTF-8") from None
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None


def _is_deeper(value: object, levels: int) -> bool:
    """By breadth: a recursion would have the very trouble that this is about."""
    level = [value]
    for _ in range(levels + 1):
        level = [inner for outer in level for inner in _inner(outer)]
        if not level:
            return False
    return True


def _inner(outer: object) -> Iterable[object]:
    if isinstance(outer, dict):
        return outer.values()
    return outer if isinstance(outer, list) else ()


def _whole(escape: re.Match[bytes]) -> bytes:
    return rb"\ufffd" if escape["half"] else escape[0]
