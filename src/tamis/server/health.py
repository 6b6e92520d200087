"""Whether the process does its work, or why not."""

from __future__ import annotations

import math
import time


class Health:
    """What each part has to say; any thread may tell and ask. Anyone reads it: no file, contact or key."""

    def __init__(self) -> None:
        self._reasons: dict[str, tuple[str, float]] = {}

    def hinder(self, part: str, reason: str, *, lasting: float = math.inf) -> None:
        """A part does not do its work, and why: a sentence. It holds until it is mended, or so many seconds."""
        self._reasons[part] = reason, time.monotonic() + lasting

    def mend(self, part: str) -> None:
        """A part does its work."""
        self._reasons.pop(part, None)

    @property
    def reasons(self) -> dict[str, str]:
        """By part; nothing where all is well."""
        now = time.monotonic()
        return {part: reason for part, (reason, until) in list(self._reasons.items()) if now < until}
