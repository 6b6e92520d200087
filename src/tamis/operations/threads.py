"""How many threads of the engine compute while people are served beside the keeper."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tamis.engine.duckdb import DuckDBEngine


class Threads:
    """All threads of an engine, or half of them at most while people look at pages.

    Those that the engine has started itself do not know for whom they compute, so they compute the keeper's statements
    with the priority of the pages. A statement always has the thread that runs it, with the priority of that. To change
    the number takes a moment where the engine is at work: so it is not done at every step.
    """

    def __init__(self, engine: DuckDBEngine) -> None:
        """`engine` runs with all that it may have."""
        self._engine, self._all = engine, engine.threads
        self._half = max(1, self._all // 2)
        self._now = self._all

    def share(self, *, with_people: bool) -> None:
        """From now on, half of them; or all where nobody is there to be served."""
        self._use(self._half if with_people else self._all)

    @contextmanager
    def spared(self) -> Iterator[None]:
        """All of them for what is done within, since somebody waits for it."""
        before = self._now
        self._use(self._all)
        try:
            yield
        finally:
            self._use(before)

    def _use(self, threads: int) -> None:
        if threads != self._now:
            self._engine.use_threads(threads)
            self._now = threads
