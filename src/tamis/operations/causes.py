"""Why values moved, in four kinds: what a team may look at apart."""

from __future__ import annotations

from typing import Literal

Kind = Literal["happened", "time", "published", "by_hand"]

PUBLISHED = ("publish", "delete")
BY_HAND = ("merge", "unmerge", "reset", "unreset")
TIME = ("time", "rescore")


def kind_of_cause(column: str) -> str:
    """SQL of the kind of a cause of the history: a definition was published, time passed, somebody merged or reset, or
    else something happened to the record."""
    return (
        f"CASE WHEN {column} IN {PUBLISHED} THEN 'published' WHEN {column} IN {TIME} THEN 'time'"
        f" WHEN {column} IN {BY_HAND} THEN 'by_hand' ELSE 'happened' END"
    )
