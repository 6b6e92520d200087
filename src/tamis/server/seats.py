"""How many pages are made at once: messages and /healthz find a thread whatever people look at, and so do others,
whatever one of them asks for."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

# Of the threads that answer (`worker.THREADS`); those that wait hold one, too. The rest is for what sources send.
_SEATS, _WAITING = 10, 14
# Of these, what one has at most. A browser asks for six things at once, and those of the page before may still be made.
_OWN_SEATS, _OWN_WAITING = 4, 10
#: What all those have at most who come from one address and are not known yet: an office may have only one.
SHARED_SEATS = 6
# Seconds that somebody waits for a seat.
_PATIENCE = 20.0


class Seats:
    """As many as there are, and so many for each; who finds none waits for one, and where too many wait already, or it
    takes too long, is told to come again."""

    def __init__(
        self,
        seats: int = _SEATS,
        waiting: int = _WAITING,
        patience: float = _PATIENCE,
        *,
        own_seats: int = _OWN_SEATS,
        own_waiting: int = _OWN_WAITING,
    ) -> None:
        self._seats, self._waiting, self._patience = seats, waiting, patience
        self._own_seats, self._own_waiting = own_seats, own_waiting
        self._seated, self._waits = Counter[Hashable](), Counter[Hashable]()
        self._changed = threading.Condition()

    @contextmanager
    def taken(self, who: Hashable, most: int | None = None) -> Iterator[bool]:
        """Whether one was had; it is free again afterwards. `most`: how many such a one has."""
        most = self._own_seats if most is None else most
        with self._changed:
            has_seat = self._may_sit(who, most) or self._waited(who, most)
            self._seated[who] += has_seat
        try:
            yield has_seat
        finally:
            with self._changed:
                _take_off(self._seated, who, has_seat)
                self._changed.notify_all()

    @property
    def waiting(self) -> int:
        """How many wait for one."""
        return self._waits.total()

    def _may_sit(self, who: Hashable, most: int) -> bool:
        return self._seated.total() < self._seats and self._seated[who] < most

    def _waited(self, who: Hashable, most: int) -> bool:
        if self._waits.total() >= self._waiting or self._waits[who] >= self._own_waiting:
            return False
        self._waits[who] += 1
        try:
            return self._changed.wait_for(lambda: self._may_sit(who, most), self._patience)
        finally:
            _take_off(self._waits, who, 1)


def _take_off(counts: Counter[Hashable], who: Hashable, number: int) -> None:
    counts[who] -= number
    if not counts[who]:
        del counts[who]
