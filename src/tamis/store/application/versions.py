"""What the application database gives out: drafts and versions, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["score", "segment"]


@dataclass(frozen=True)
class Draft:
    """A definition as its author last saved it, not yet published."""

    kind: Kind
    key: str
    text: str
    """The YAML, as it was written."""
    saved_at: int
    """Microseconds since the epoch, UTC."""


@dataclass(frozen=True)
class Version:
    """A definition as it was published: it never changes."""

    kind: Kind
    key: str
    number: int
    """From 1, without gaps, for each key."""
    text: str
    """The YAML, as it was written."""
    published_at: int
    """Microseconds since the epoch, UTC."""
    note: str
    """What its publisher said of it; may be empty."""
