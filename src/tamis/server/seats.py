"""How many pages are made at once: messages and /healthz find a thread whatever people look at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

# Of the threads that answer (`worker.THREADS`); those that wait hold one, too. The rest is for what sources send.
_SEATS, _WAITING = 10, 3
# Seconds that somebody waits for a seat.
_PATIENCE = 5.0


class Seats:
    """As many as there are; who finds none waits for one, and where too many wait already, or it takes too long, is
    told to come again."""

    def __init__(self, seats: int = _SEATS, waiting: int = _WAITING, patience: float = _PATIENCE) -> None:
        self._seats, self._waiting, self._patience = BoundedSemaphore(seats), BoundedSemaphore(waiting), patience

    @contextmanager
    def taken(self) -> Iterator[bool]:
        """Whether one was had; it is free again afterwards."""
        has_seat = self._seats.acquire(blocking=False) or self._waited()
        try:
            yield has_seat
        finally:
            if has_seat:
                self._seats.release()

    def _waited(self) -> bool:
        if not self._waiting.acquire(blocking=False):
            return False
        try:
            return self._seats.acquire(timeout=self._patience)
        finally:
            self._waiting.release()
