"""Whether the process does its work, or why not; and what is amiss although it does."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence


class Health:
    """What each part has to say; any thread may tell and ask. Anyone reads it: no file, contact or key."""

    def __init__(self) -> None:
        self._reasons: dict[str, tuple[str, float]] = {}
        self._warnings: dict[str, tuple[str, ...]] = {}

    def hinder(self, part: str, reason: str, *, lasting: float = math.inf) -> None:
        """A part does not do its work, and why: a sentence. It holds until it is mended, or so many seconds."""
        self._reasons[part] = reason, time.monotonic() + lasting

    def mend(self, part: str) -> None:
        """A part does its work."""
        self._reasons.pop(part, None)

    def warn(self, part: str, sentences: Sequence[str]) -> Sequence[str]:
        """A part works, and somebody should look at this, until it is told again; gives the sentences that are new."""
        before, self._warnings[part] = self._warnings.get(part, ()), tuple(sentences)
        return [sentence for sentence in sentences if sentence not in before]

    @property
    def warnings(self) -> list[tuple[str, str]]:
        """Parts and sentences; nothing where all is well."""
        return [(part, sentence) for part, told in list(self._warnings.items()) for sentence in told]

    @property
    def reasons(self) -> dict[str, str]:
        """By part; nothing where all is well."""
        now = time.monotonic()
        return {part: reason for part, (reason, until) in list(self._reasons.items()) if now < until}
