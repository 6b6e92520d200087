"""The tree of a text that was composed a moment ago is not composed again: an editor reads each text several times."""

from __future__ import annotations

from functools import lru_cache

from tamis.definitions.nodes import Composed, compose

MOST_KEPT = 50_000
"""Texts of more characters are composed each time."""


def composed(text: str) -> Composed:
    """What `compose` gives; not to be changed by whoever gets it."""
    return _kept(text) if len(text) <= MOST_KEPT else compose(text)


_kept = lru_cache(maxsize=32)(compose)
