"""What becomes of a stored job when it is taken, and when an attempt at it failed."""

from __future__ import annotations

from typing import Any

# Microseconds. After the first failure a job waits 2 s, then 4 s, 8 s …, never longer than 10 minutes.
_FIRST_WAIT = 2_000_000
_LONGEST_WAIT = 600_000_000
ENDED = "The process that did it ended, or was not heard of for too long."

# What taking, failing and trying again change: arguments and results may be long, and are not written anew.
CHANGED = (
    *("state", "worker", "attempts", "progress", "reason"),
    *("lease_until", "not_before", "started_at", "ended_at"),
)


def take(stored: Any, worker: str, at: int, lease: int) -> None:
    """Gives the job to the worker, or has it failed for good where its last attempt ended unheard of."""
    if stored.state == "running":
        fail(stored, ENDED, at)
    if stored.state == "failed":
        return
    stored.state, stored.worker, stored.progress = "running", worker, ""
    stored.attempts += 1
    stored.not_before, stored.started_at, stored.lease_until = None, at, at + lease


def fail(stored: Any, reason: str, at: int, *, for_good: bool = False) -> None:
    """Has the job wait for its next attempt, or fail for good after the last."""
    stored.reason, stored.worker, stored.lease_until = reason, "", None
    if stored.attempts < stored.most_attempts and not for_good:
        stored.state, stored.not_before = "waiting", at + _wait_after(stored.attempts)
    else:
        stored.state, stored.ended_at = "failed", at


def _wait_after(attempts: int) -> int:
    """Microseconds until the next attempt.

    >>> [_wait_after(attempts) // 1_000_000 for attempts in (1, 2, 3, 9, 10, 1000)]
    [2, 4, 8, 512, 600, 600]
    """
    # Bounded before it is computed: two to the power of a thousand is a long number.
    return min(_FIRST_WAIT << min(attempts - 1, 20), _LONGEST_WAIT)


def storable(text: str) -> str:
    """A text as every database keeps it: without NUL, and without the halves of signs that names of files may have."""
    return text.replace("\x00", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "backslashreplace").decode("utf-8")
