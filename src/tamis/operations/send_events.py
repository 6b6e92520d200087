"""Takes in events that a program sends through the API: they go into the inbox, as those of any source."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from tamis.connectors.segment import Request, Route, read_messages
from tamis.errors import DataError, Issue, UsageError
from tamis.operations.rescore import micros_of
from tamis.store.inbox import Inbox

SOURCE = "api"
MOST = 1_000
_NOBODY = "The event says nobody's: neither contact nor anonymous_id."


@dataclass(frozen=True)
class EventSent:
    """Something that a contact, or a visitor by an anonymous id, did. `at`: when, as RFC 3339 has it; now if None.
    `id`: by which it is known again, so that it counts once however often it is sent."""

    type: str
    contact: str | None = None
    anonymous_id: str | None = None
    at: str | None = None
    id: str | None = None
    properties: Mapping[str, Any] | None = None


def send_events(inbox: Inbox, events: Sequence[EventSent], *, now: Callable[[], datetime]) -> int:
    """Makes events durable, all of them or none, to be taken in by the keeper; gives how many.

    Raises DataError with what is wrong with each, InboxBusy and InboxFailed where they cannot be stored now.
    """
    received_at = micros_of(now())
    nobody = [at for at, event in enumerate(events) if not (event.contact or event.anonymous_id)]
    if nobody:
        raise _refusal(Issue(f"events[{at}]", 0, 0, "nobody", _NOBODY) for at in nobody)
    items = [msgspec.json.encode(_item(event)) for event in events]
    read = read_messages(Request(Route(None), "", items), received_at, f"api-{uuid.uuid4().hex}")
    if read.rejected:
        raise _refusal(Issue(f"events[{each.index}]", 0, 0, each.code, each.message) for each in read.rejected)
    inbox.put(_source(inbox, received_at), read.messages)
    return len(read.messages)


def _refusal(issues: Iterable[Issue]) -> DataError:
    return DataError("events", "Some of the events cannot be taken; none of them is.", issues=issues)


def _item(event: EventSent) -> dict[str, Any]:
    """The event in the protocol's words."""
    told = {
        "type": "track",
        "event": event.type,
        "userId": event.contact,
        "anonymousId": event.anonymous_id,
        "messageId": event.id,
        "timestamp": event.at,
        "properties": event.properties,
    }
    return {name: value for name, value in told.items() if value is not None}


def _source(inbox: Inbox, at: int) -> int:
    """The source that stands for the API. Its key is told to nobody."""
    if (known := _known(inbox)) is not None:
        return known
    # Another request may have been quicker.
    with suppress(UsageError):
        inbox.sources.add(SOURCE, at)
    made = _known(inbox)
    assert made is not None
    return made


def _known(inbox: Inbox) -> int | None:
    return next((source.id for source in inbox.sources.all() if source.name == SOURCE), None)
