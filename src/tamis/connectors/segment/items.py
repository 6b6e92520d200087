"""One message as it was written."""

from __future__ import annotations

import math
from typing import Any

import msgspec

from tamis.connectors.segment.faults import BadMessage
from tamis.connectors.segment.json_text import decoded, is_too_deep

MOST_BYTES = 32_768

Id = str | int | float | None


class Item(msgspec.Struct, rename="camel", gc=False):
    """A message in the protocol's own words; null and absent are one."""

    type: str | None = None
    message_id: Id = None
    user_id: Id = None
    anonymous_id: Id = None
    group_id: Id = None
    previous_id: Id = None
    event: Id = None
    name: Id = None
    category: Id = None
    timestamp: Any = None
    original_timestamp: Any = None
    sent_at: Any = None
    properties: dict[str, Any] | None = None
    traits: dict[str, Any] | None = None
    context: dict[str, Any] | None = None
    integrations: dict[str, Any] | None = None
    write_key: Any = None


def read_item(text: bytes) -> Item:
    """The message of a JSON text. Raises BadMessage."""
    if len(text) > MOST_BYTES:
        raise BadMessage("too_large", f"A message has at most {MOST_BYTES:,} bytes.")
    try:
        item = decoded(_DECODER, text)
    except msgspec.ValidationError as error:
        raise BadMessage("invalid_message", f"{error}.") from error
    except ValueError as error:
        raise BadMessage("invalid_json", f"The message is no JSON: {error}.") from error
    if is_too_deep(text, [item.properties, item.traits, item.context, item.integrations]):
        raise BadMessage("too_deep", "The message is nested too deep.")
    return item


def text_of(value: Id) -> str | None:
    """An id or a name as text; blank is absent.

    >>> text_of(42), text_of(42.0), text_of(" 7 "), text_of("  "), text_of(0), text_of(None)
    ('42', '42', '7', None, '0', None)
    """
    if value is None:
        return None
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, float):
        # As JavaScript writes it, where every number is one of these.
        value = int(value) if math.isfinite(value) and value.is_integer() else value
    return str(value)


_DECODER = msgspec.json.Decoder(Item)
