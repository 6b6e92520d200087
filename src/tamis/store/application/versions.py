"""What the application database gives out: drafts and versions, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
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
    published_by: str | None = None
    """The name of who published it, as it was then; None where an older Tamis published it."""


@dataclass(frozen=True)
class Standing:
    """What became of one key: its newest version and its draft, at least one of them, and whether it is in use."""

    key: str
    version: Version | None
    draft: Draft | None
    is_active: bool
    deactivated_at: int | None
    """Microseconds since the epoch, UTC; None also where an older Tamis deactivated it."""
    since: int | None = field(default=None, compare=False)
    """When its first version was published, in the same way."""

    @property
    def written(self) -> Version | Draft:
        """What is published, or else what is to be."""
        written = self.version or self.draft
        assert written is not None
        return written

    @property
    def kind(self) -> Kind:
        """That of what is written."""
        return self.written.kind

    @property
    def is_deactivated(self) -> bool:
        """Whether it is published and not in use."""
        return self.version is not None and not self.is_active
