"""A query that is kept for more than one instant. A file of its own, as `instants`: what writes such texts takes a
third of a second to import."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tamis.engine.instants import ANY_INSTANT, at_instant


@dataclass(frozen=True)
class Query:
    """A text in the words of one engine, for an instant that is still to be given; and of which Python type the values
    of a column are, by its name, where an engine may give another (1 for true)."""

    text: str
    kinds: Mapping[str, Callable[[Any], Any]]

    def at(self, as_of: int) -> str:
        """The text for an instant, in microseconds since the epoch, UTC."""
        return at_instant(self.text, as_of)

    def text_with(self, parameter: str) -> str:
        """The text with a parameter in the place of the instant."""
        return self.text.replace(str(ANY_INSTANT), parameter)
