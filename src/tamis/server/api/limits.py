"""How many requests somebody may make: a bucket that fills evenly, one for each token and person."""

from __future__ import annotations

import math
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

_VARIABLE = "TAMIS_API_REQUESTS_PER_MINUTE"
_USUAL = 600
_MINUTE = 60.0
# Buckets of those who were not heard of for a while are full, and need not be remembered.
_MOST_REMEMBERED = 10_000


@dataclass(frozen=True)
class Allowance:
    """What is left after a request. `wait`: seconds until the next is allowed, 0 where it is."""

    limit: int
    left: int
    full_in: int
    wait: int

    @property
    def headers(self) -> dict[str, str]:
        """As draft-ietf-httpapi-ratelimit-headers has them, and as most clients know them."""
        found = {
            "RateLimit-Policy": f'"requests";q={self.limit};w={int(_MINUTE)}',
            "RateLimit": f'"requests";r={self.left};t={self.full_in}',
        }
        return found | ({"Retry-After": str(self.wait)} if self.wait else {})


class Limits:
    """The buckets of a process. `clock` gives seconds that only grow."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit, self._clock = a_minute, clock
        self._spent: dict[object, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, who: object) -> Allowance:
        """Counts a request of somebody, unless it is one too many."""
        now = self._clock()
        with self._lock:
            spent, at = self._spent.get(who, (0.0, now))
            spent = max(0.0, spent - (now - at) * self._limit / _MINUTE)
            is_allowed = spent + 1 <= self._limit
            spent += is_allowed
            if len(self._spent) >= _MOST_REMEMBERED and who not in self._spent:
                self._forget(now)
            self._spent[who] = spent, now
        wait = 0 if is_allowed else max(1, math.ceil((spent + 1 - self._limit) * _MINUTE / self._limit))
        left = max(0, math.floor(self._limit - spent))
        return Allowance(self._limit, left, math.ceil(spent * _MINUTE / self._limit), wait)

    def _forget(self, now: float) -> None:
        kept = {who: (spent, at) for who, (spent, at) in self._spent.items() if now - at < _MINUTE}
        self._spent = kept if len(kept) < _MOST_REMEMBERED else {}


def limits_of_process() -> Limits:
    """Those that the environment asks for: TAMIS_API_REQUESTS_PER_MINUTE, 600 without it."""
    asked = os.environ.get(_VARIABLE, "")
    return Limits(int(asked) if asked.isdecimal() and int(asked) > 0 else _USUAL)
