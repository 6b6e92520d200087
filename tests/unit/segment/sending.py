"""What a source sends, in a line."""

from __future__ import annotations

import json
from typing import Any

from tamis.connectors.segment import Read, read_messages, read_request, route_of
from tamis.messages import Message

# 2026-03-01T12:00:00Z
RECEIVED = 1_772_366_400_000_000
SECOND = 1_000_000


def send(path: str, body: object, **headers: str) -> Read:
    """What is read of a body, JSON if it is not bytes already, received at noon of the first of March."""
    route = route_of(path)
    assert route is not None
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    return read_messages(read_request(route, text, **headers), RECEIVED, "fresh")


def batch(*items: object, **envelope: Any) -> Read:
    """What is read of a batch with these messages."""
    return send("/v1/batch", {"writeKey": "key", "batch": items, **envelope})


def track(**fields: Any) -> dict[str, Any]:
    """A tracked event that nothing is wrong with, but for what is said."""
    return {"type": "track", "event": "Form Submitted", "userId": "7", "messageId": "m1", **fields}


def taken(**fields: Any) -> Message:
    """The only message of a batch with a tracked event."""
    read = batch(track(**fields))
    assert read.rejected == []
    return read.messages[0]


def code(item: object, **envelope: Any) -> str:
    """Why the only message of a batch is rejected."""
    read = batch(item, **envelope)
    assert read.messages == []
    return read.rejected[0].code
