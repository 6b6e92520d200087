"""The names of event types, as definitions ask for them."""

from __future__ import annotations

import re
from functools import lru_cache

_NO_WORD = re.compile(r"[\W_]+")


# Longer names are not remembered: memory must not be as large as whoever sends them likes.
_REMEMBERED = 200


def event_type(name: str) -> str:
    """The event type of a tracked event's name; a name without a letter or digit stays as it is.

    >>> event_type("Form Submitted"), event_type("  Clicked – CTA: pricing! "), event_type("Démo"), event_type("👍")
    ('form_submitted', 'clicked_cta_pricing', 'démo', '👍')
    """
    return _remembered(name) if len(name) <= _REMEMBERED else _type(name)


def _type(name: str) -> str:
    return _NO_WORD.sub("_", name.lower()).strip("_") or name.strip()


_remembered = lru_cache(maxsize=4096)(_type)
