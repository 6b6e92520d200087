"""Whether somebody is led through the first steps: until anything is published, by who may do that."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest

from tamis.errors import TamisError
from tamis.operations.access import Permission, may
from tamis.operations.beginning import has_published
from tamis.server.context import actor_of, desk_of

# Workspaces that are beyond that; each page asks, and what was published once is hardly ever all out of use again.
_OVER: set[Path] = set()


def is_beginning(request: HttpRequest) -> bool:
    """Whether whoever asks has the first steps before them."""
    place = desk_of(request).place
    if place.folder in _OVER or not may(actor_of(request), Permission.PUBLISH):
        return False
    try:
        is_over = has_published(place)
    except TamisError:
        # Also the page that tells of a faulty database has its frame.
        return False
    if is_over:
        _OVER.add(place.folder)
    return not is_over
