"""What a source told about someone: the shape that connectors make, the inbox keeps and the warehouse takes in."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Kind = Literal["identify", "group", "track", "page", "screen", "alias"]


class Message(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One message as it is meant: ids are texts, instants are microseconds since the epoch in UTC."""

    kind: Kind
    id: str
    """Given by the source, or by us if it gave none; unique for its source, for ever."""
    user_id: str | None = None
    anonymous_id: str | None = None
    group_id: str | None = None
    """The company of a `group` message."""
    previous_id: str | None = None
    """The id that an `alias` message ties to `user_id`."""
    event: str | None = None
    """The event type (`form_submitted`, `page_viewed`); None where the message is no event."""
    event_name: str | None = None
    """How the source wrote a tracked event (`Form Submitted`)."""
    properties: dict[str, Any] = {}
    """Of the event; a page's or screen's `name` and `category` are among them."""
    traits: dict[str, Any] = {}
    """Of a contact or a company; null clears a property."""
    context: dict[str, Any] = {}
    integrations: dict[str, Any] = {}
    timestamp: int | None = None
    """When it happened, by the clock of whoever sent it."""
    sent_at: int | None = None
    """When it was sent, by the same clock."""
    received_at: int
    occurred_at: int
    """When it happened, by our clock; never later than `received_at`."""
    clamped: bool = False
    """Whether it claimed to have happened later than it was received."""


def write_message(message: Message) -> bytes:
    """The message as JSON, what is absent left out.

    >>> write_message(Message(kind="alias", id="m1", user_id="7", previous_id="a", received_at=2, occurred_at=1))
    b'{"kind":"alias","id":"m1","user_id":"7","previous_id":"a","received_at":2,"occurred_at":1}'
    """
    return _ENCODER.encode(message)


def read_message(text: bytes) -> Message:
    """What `write_message` wrote. Raises ValueError for anything else.

    >>> read_message(b'{"kind":"track","id":"m1","event":"lead","received_at":2,"occurred_at":1}').event
    'lead'
    """
    return _DECODER.decode(text)


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Message)
