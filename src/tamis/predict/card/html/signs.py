"""Small drawings that say a level without its colour: a tick, an exclamation mark, a cross."""

from __future__ import annotations

from tamis.predict.card.html.element import Html, tag

_PATHS = {"ready": "M6 12.5l4 4 8-9", "with_care": "M12 6v7.5M12 17.2v.3", "not_ready": "M7.5 7.5l9 9M16.5 7.5l-9 9"}


def sign(level: str) -> Html:
    """For the eye only: the words beside it say the same."""
    ring = tag("circle", cx=12, cy=12, r=11, class_="ring")
    path = tag("path", d=_PATHS[level], class_="stroke")
    return tag("svg", ring, path, viewBox="0 0 24 24", class_="sign", aria_hidden="true")
