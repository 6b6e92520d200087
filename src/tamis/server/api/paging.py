"""Cursors: where the next page of a list begins. They name a row, not a place, so nothing is told twice or left out
because something else changed in the meantime."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

import msgspec
from ninja import Query

from tamis.server.api.problems import Mistake, Refused

MOST = 200
_USUAL = 50
_MARK = 6

Limit = Annotated[int, Query(default=_USUAL, ge=1, le=MOST, description="How many to give at most.")]
Cursor = Annotated[
    str | None,
    Query(default=None, max_length=2_000, description="The `next` of the page before; without it, the first page."),
]
Row = TypeVar("Row")


def cursor_of(asked: object, *place: Any) -> str:
    """The cursor of a place in the list that was `asked` for."""
    raw = msgspec.msgpack.encode([_mark(asked), *place])
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def place_of(asked: object, cursor: str | None, kinds: type[Any]) -> Any:
    """The place that a cursor names, of these types (a tuple's); None without a cursor.

    Raises Refused for what is no cursor, and for one of another list.
    """
    if cursor is None:
        return None
    try:
        raw = msgspec.msgpack.decode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        mark, *place = raw
        found = msgspec.convert(place, kinds)
    except (ValueError, TypeError, RecursionError, msgspec.MsgspecError):
        raise _refused("This is no cursor; begin with the first page.") from None
    if mark != _mark(asked):
        raise _refused("This cursor is of another list; begin with the first page.")
    return found


def page_of(rows: Sequence[Row], limit: int, cursor: Callable[[Row], str]) -> dict[str, Any]:
    """A page of rows, of which one more than `limit` was asked for, to tell whether there are more."""
    shown = list(rows[:limit])
    return {"items": shown, "next": cursor(shown[-1]) if len(rows) > limit else None}


def _mark(asked: object) -> bytes:
    """What tells one list from another."""
    return hashlib.sha256(repr(asked).encode("utf-8", "replace")).digest()[:_MARK]


def _refused(sentence: str) -> Refused:
    return Refused(422, "wrong-request", sentence, [Mistake("wrong-cursor", "query.cursor", sentence)])
