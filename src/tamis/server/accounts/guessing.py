"""Guessing at somebody's password is slow, wherever it comes from, and never keeps them out.

Wrong passwords are counted by address and client (the adapter's limits), so that who errs too often has to wait, and
not whose address it is. Against guesses from many clients, each attempt at an address of which many were wrong is
looked at a little later: OWASP, Authentication Cheat Sheet, "Login Throttling".
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress

# Wrong passwords of an address that slow nothing down, and in how many seconds one is forgotten.
_FREE, _FORGOTTEN_IN = 5, 60.0
# Seconds: what the next attempt waits, twice as long after each wrong one, and at most.
_FIRST, _LONGEST = 0.5, 4.0
# Each that waits holds a thread; who comes beyond these is told to come again.
_MOST_WAITING = 2
_MOST_REMEMBERED = 10_000


class Guesses:
    """The wrong passwords of each address, of whatever client. `clock` gives seconds that only grow."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._wrong: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()
        self._waiting = threading.BoundedSemaphore(_MOST_WAITING)

    def failed(self, address: str) -> None:
        """Notes a wrong password."""
        now = self._clock()
        with self._lock:
            if len(self._wrong) >= _MOST_REMEMBERED and address not in self._wrong:
                self._wrong = {each: found for each, found in self._wrong.items() if self._left(*found, now) > _FREE}
            self._wrong[address] = self._left(*self._wrong.get(address, (0.0, now)), now) + 1, now

    def pause(self, address: str) -> float:
        """How many seconds the next attempt waits."""
        now = self._clock()
        too_many = self._left(*self._wrong.get(address, (0.0, now)), now) - _FREE
        if too_many < 0:
            return 0.0
        with suppress(OverflowError):
            return float(min(_LONGEST, _FIRST * 2**too_many))
        return _LONGEST

    def wait(self, address: str, sleep: Callable[[float], None] = time.sleep) -> bool:
        """Waits as long as the next attempt has to; False at once where too many wait already."""
        pause = self.pause(address)
        if not pause:
            return True
        if not self._waiting.acquire(blocking=False):
            return False
        try:
            sleep(pause)
        finally:
            self._waiting.release()
        return True

    def _left(self, wrong: float, at: float, now: float) -> float:
        return max(0.0, wrong - (now - at) / _FORGOTTEN_IN)
