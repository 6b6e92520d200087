"""A job as the application database gives it out, as a plain value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

State = Literal["waiting", "running", "done", "failed"]


@dataclass(frozen=True)
class Job:
    """One piece of work that some process does for another. Instants are microseconds since the epoch, UTC."""

    id: int
    kind: str
    arguments: bytes
    state: State
    progress: str
    """What the worker last said it was doing; may be empty."""
    result: bytes | None
    """What a job that is done gave."""
    reason: str
    """Why the last attempt failed; empty where none did."""
    attempts: int
    """How often it was taken, the attempt that runs included."""
    most_attempts: int
    key: str | None
    created_at: int
    not_before: int | None
    """It waits until then; at once if None."""
    started_at: int | None
    """When it was last taken."""
    ended_at: int | None
    """When it was done or failed for good."""
    lease_until: int | None
    """Until then a running job belongs to its worker; after that any other may take it."""

    def is_stuck(self, at: int) -> bool:
        """Whether its worker has not been heard of for longer than it promised."""
        return self.state == "running" and self.lease_until is not None and self.lease_until < at


def job_of(stored: Any) -> Job:
    """The job of a row of the table."""
    return Job(
        id=stored.pk,
        kind=stored.kind,
        arguments=bytes(stored.arguments),
        state=stored.state,
        progress=stored.progress,
        result=None if stored.result is None else bytes(stored.result),
        reason=stored.reason,
        attempts=stored.attempts,
        most_attempts=stored.most_attempts,
        key=stored.key,
        created_at=stored.created_at,
        not_before=stored.not_before,
        started_at=stored.started_at,
        ended_at=stored.ended_at,
        lease_until=stored.lease_until,
    )
