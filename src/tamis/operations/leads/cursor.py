"""Where a page of a list begins: after, or before, a row that was shown, whatever has moved since."""

from __future__ import annotations

import base64
from dataclasses import dataclass

import msgspec

from tamis.errors import UsageError
from tamis.nesting import is_nested_deeper
from tamis.operations.leads.parameters import Parameters

Key = int | float | bool | str | None


@dataclass(frozen=True)
class Cursor:
    """A row by its sort key and its number, and on which side of it the page is."""

    key: Key
    n: int
    is_before: bool = False

    def __str__(self) -> str:
        raw = msgspec.json.encode([self.key, self.n, self.is_before])
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def read_cursor(text: str) -> Cursor:
    """Raises UsageError for what no list gave out.

    >>> read_cursor(str(Cursor("ann", 7)))
    Cursor(key='ann', n=7, is_before=False)
    """
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        if is_nested_deeper(raw):
            raise ValueError
        key, n, is_before = msgspec.json.decode(raw, type=tuple[Key, int, bool])
    except (ValueError, msgspec.MsgspecError):
        raise UsageError("This is no place in a list; begin at its top.") from None
    return Cursor(key, n, is_before)


def ordering(*, is_descending: bool) -> str:
    """SQL of the order of rows: by `k`, those without one last, and by `n`."""
    return f"k {'DESC' if is_descending else 'ASC'} NULLS LAST, n"


def reverse(*, is_descending: bool) -> str:
    """SQL of the opposite order."""
    return f"k {'ASC' if is_descending else 'DESC'} NULLS FIRST, n DESC"


def beyond(cursor: Cursor, parameters: Parameters, *, is_descending: bool) -> str:
    """SQL of whether a row of `k` and `n` is on the cursor's side of its row."""
    n = parameters.of(cursor.n)
    if cursor.key is None:
        return f"(k IS NOT NULL OR n < {n})" if cursor.is_before else f"(k IS NULL AND n > {n})"
    key = parameters.of(cursor.key)
    sign = ">" if is_descending is cursor.is_before else "<"
    if cursor.is_before:
        return f"(k {sign} {key} OR (k = {key} AND n < {n}))"
    return f"(k {sign} {key} OR k IS NULL OR (k = {key} AND n > {n}))"
