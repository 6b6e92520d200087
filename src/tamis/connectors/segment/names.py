"""The names of event types, as definitions ask for them."""

from __future__ import annotations

import re
from functools import lru_cache

_NO_WORD = re.compile(r"[\W_]+")


@lru_cache(maxsize=4096)
def event_type(name: str) -> str:
    """The event type of a tracked event's name; a name without a letter or digit stays as it is.

    >>> event_type("Form Submitted"), event_type("  Clicked – CTA: pricing! "), event_type("Démo"), event_type("👍")
    ('form_submitted', 'clicked_cta_pricing', 'démo', '👍')
    """
    return _NO_WORD.sub("_", name.lower()).strip("_") or name.strip()
