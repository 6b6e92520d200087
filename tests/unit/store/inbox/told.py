"""Messages in a line."""

from __future__ import annotations

from tamis.messages import Message
from tamis.store.inbox import Inbox


def told(*ids: str, **fields: object) -> list[Message]:
    """A tracked event with each of these ids."""
    usual = {"kind": "track", "event": "seen", "user_id": "7", "received_at": 5, "occurred_at": 4}
    return [Message(id=id, **usual | fields) for id in ids]


def ids(inbox: Inbox, after: int = 0, most: int = 1_000_000) -> list[str]:
    """What is pending, by id, in its order."""
    return [each.message.id for each in inbox.pending(after, most)]
