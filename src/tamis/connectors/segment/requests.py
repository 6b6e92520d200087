"""A request as it came: whose it is, its messages still unread, and what they share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import msgspec

from tamis.connectors.segment.bodies import plain_body
from tamis.connectors.segment.faults import Refusal
from tamis.connectors.segment.json_text import Shape, decoded, is_too_deep
from tamis.connectors.segment.keys import key_in_body, key_in_header
from tamis.connectors.segment.routes import Route

MOST_MESSAGES = 2500
# What an envelope shares is kept with each of its messages: else 1 MiB could become 2.5 GB.
_MOST_SHARED = 8 << 20


@dataclass(frozen=True)
class Request:
    """Messages of one source, and what the envelope says of all of them."""

    route: Route
    key: str = field(repr=False)
    """The write key as it was sent: never to be logged."""
    items: list[bytes] = field(repr=False)
    """Each message as its JSON was written."""
    context: dict[str, Any] = field(default_factory=dict, repr=False)
    integrations: dict[str, Any] = field(default_factory=dict, repr=False)
    sent_at: object = None


class _Keyed(msgspec.Struct, rename="camel"):
    write_key: Any = None


class _Envelope(msgspec.Struct, rename="camel"):
    batch: list[msgspec.Raw] | None = None
    context: msgspec.Raw = msgspec.Raw(b"{}")
    integrations: msgspec.Raw = msgspec.Raw(b"{}")
    sent_at: Any = None
    write_key: Any = None


def read_request(route: Route, body: bytes, *, encoding: str = "", authorization: str = "") -> Request:
    """The request of a body, its `Content-Encoding` and its `Authorization`. Raises Refusal."""
    plain = plain_body(body, encoding)
    if route.kind is not None:
        return Request(route, _key(_decoded(_KEYED, plain).write_key, authorization), [plain])
    envelope = _decoded(_ENVELOPE, plain)
    key = _key(envelope.write_key, authorization)
    items = [bytes(item) for item in envelope.batch or ()]
    _refuse_number(len(items))
    if len(items) * (len(bytes(envelope.context)) + len(bytes(envelope.integrations))) > _MOST_SHARED:
        raise Refusal(400, "too_large", "The envelope's context is too large for so many messages.")
    return Request(route, key, items, _shared(envelope.context), _shared(envelope.integrations), envelope.sent_at)


def _key(in_body: object, authorization: str) -> str:
    # A proxy may have put its own name into the header; what the source wrote itself comes first.
    key = key_in_body(in_body) or key_in_header(authorization)
    if key is None:
        raise Refusal(401, "missing_key", "The request has no write key: neither writeKey nor Basic authorization.")
    return key


def _decoded(decoder: msgspec.json.Decoder[Shape], text: bytes) -> Shape:
    try:
        return decoded(decoder, text)
    except msgspec.ValidationError as error:
        raise Refusal(400, "invalid_body", f"{error}.") from error
    except ValueError as error:
        raise Refusal(400, "invalid_json", f"The body is no JSON: {error}.") from error


def _refuse_number(messages: int) -> None:
    if not messages:
        raise Refusal(400, "empty_batch", "The batch has no messages.")
    if messages > MOST_MESSAGES:
        raise Refusal(400, "too_large", f"A batch has at most {MOST_MESSAGES:,} messages.")


def _shared(raw: msgspec.Raw) -> dict[str, Any]:
    """An object of the envelope; null is an empty one."""
    text = bytes(raw)
    shared = _decoded(_OBJECT, text) or {}
    if is_too_deep(text, shared):
        raise Refusal(400, "too_deep", "The envelope is nested too deep.")
    return shared


_KEYED = msgspec.json.Decoder(_Keyed)
_ENVELOPE = msgspec.json.Decoder(_Envelope)
_OBJECT: msgspec.json.Decoder[dict[str, Any] | None] = msgspec.json.Decoder(dict[str, Any] | None)
