"""When a command was typed: by that a server knows again what it may have done already."""

from __future__ import annotations

from datetime import UTC, datetime

from tamis.operations.rescore import micros_of


def asked_at() -> int:
    """The present instant, in microseconds since the epoch, UTC."""
    return micros_of(datetime.now(UTC))
