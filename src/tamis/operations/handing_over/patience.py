"""How long a command waits for other processes, and what it tells of that."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from tamis.progress import Progress


@dataclass(frozen=True)
class Patience:
    """Seconds of waiting. `busy`: for another command that has the warehouse open. `gone`: for a server that has ended
    to be back, before its work is done here. `silent`: before a word is said. `between`: from one look to the next."""

    busy: float = 600.0
    gone: float = 5.0
    silent: float = 2.0
    between: float = 0.05
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class Wait:
    """One wait, from its first pause on; `over` ends it, and the next pause begins another."""

    def __init__(self, patience: Patience, progress: Progress, sentence: str) -> None:
        self._patience, self._progress, self._sentence = patience, progress, sentence
        self._since: float | None = None
        self._is_told = False

    def pause(self, *, is_idle: bool = True) -> None:
        """Lets a moment pass; says what is waited for once that has lasted. Not idle: the wait is over."""
        if not is_idle:
            self.over()
        elif self._since is None:
            self._since = self._patience.clock()
        if not self._is_told and self.seconds > self._patience.silent:
            self._progress.step(self._sentence)
            self._is_told = True
        self._patience.sleep(self._patience.between)

    def over(self) -> None:
        """Ends the wait."""
        self._since, self._is_told = None, False

    @property
    def seconds(self) -> float:
        """How long it has lasted."""
        return 0.0 if self._since is None else self._patience.clock() - self._since
