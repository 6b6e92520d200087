"""The messages of a request, each taken or rejected by itself."""

from __future__ import annotations

from dataclasses import dataclass

from tamis.connectors.segment.faults import BadMessage, Refusal, Rejected
from tamis.connectors.segment.items import Item, read_item
from tamis.connectors.segment.keys import key_in_body
from tamis.connectors.segment.meaning import meant, message_id
from tamis.connectors.segment.requests import Request
from tamis.messages import Message


@dataclass(frozen=True)
class Read:
    """What a request asks to be stored, in its order, and what of it cannot be."""

    messages: list[Message]
    rejected: list[Rejected]


def read_messages(request: Request, received_at: int, fresh: str) -> Read:
    """The messages of a request received at an instant (microseconds since the epoch, UTC).

    `fresh` is a text that no other request is given: a message without an id is named after it.
    Raises Refusal if the request is a single message that cannot be taken.
    """
    read = Read([], [])
    for index, text in enumerate(request.items):
        try:
            item = read_item(text)
            _refuse_other_key(request, item)
            read.messages.append(meant(item, request, received_at, message_id(item) or f"{fresh}-{index}"))
        except BadMessage as fault:
            if request.route.kind is not None:
                raise Refusal(400, fault.code, fault.message) from fault
            read.rejected.append(Rejected(index, fault.code, fault.message))
    return read


def _refuse_other_key(request: Request, item: Item) -> None:
    own = key_in_body(item.write_key)
    if own is not None and own != request.key:
        raise BadMessage("other_key", "The message has another writeKey than its request.")
