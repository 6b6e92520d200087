"""What a message means (ingest.md, "Meaning")."""

from __future__ import annotations

from typing import Any, get_args

from tamis.connectors.segment.faults import BadMessage
from tamis.connectors.segment.items import Id, Item, text_of
from tamis.connectors.segment.names import event_type
from tamis.connectors.segment.requests import Request
from tamis.connectors.segment.times import is_absent, times_of
from tamis.messages import Kind, Message

MOST_OF_AN_ID = 100
_KINDS: dict[str, Kind] = {kind: kind for kind in get_args(Kind)}
_VIEWS: dict[Kind, str] = {"page": "page_viewed", "screen": "screen_viewed"}


def meant(item: Item, request: Request, received_at: int, id: str) -> Message:
    """The message that an item is, by its id or the one that it is given. Raises BadMessage."""
    kind = request.route.kind or _kind(item.type)
    user_id, anonymous_id = _id(item.user_id, "userId"), _id(item.anonymous_id, "anonymousId")
    if user_id is None and anonymous_id is None:
        raise BadMessage("no_user_anon_id", "The message has neither userId nor anonymousId.")
    event_name = _event_name(item) if kind == "track" else None
    times = times_of(_timestamp(item), item.sent_at or request.sent_at, received_at)
    return Message(
        kind=kind,
        id=id,
        user_id=user_id,
        anonymous_id=anonymous_id,
        group_id=_needed(item.group_id, "groupId", "no_group_id") if kind == "group" else None,
        previous_id=_needed(item.previous_id, "previousId", "no_previous_id") if kind == "alias" else None,
        event=event_type(event_name) if event_name is not None else _VIEWS.get(kind),
        event_name=event_name,
        properties=_properties(item, kind),
        traits=_traits(item.traits) if item.traits and kind in ("identify", "group") else {},
        context=_merged(request.context, item.context),
        integrations=_merged(request.integrations, item.integrations),
        timestamp=times.timestamp,
        sent_at=times.sent_at,
        received_at=times.received_at,
        occurred_at=times.occurred_at,
        clamped=times.clamped,
    )


def _kind(written: str | None) -> Kind:
    try:
        return _KINDS[written or ""]
    except KeyError:
        raise BadMessage("unknown_type", f"The type of a message is one of {', '.join(_KINDS)}.") from None


def message_id(item: Item) -> str | None:
    """The id that the source gave a message. Raises BadMessage."""
    text = _id(item.message_id, "messageId")
    if text is not None and len(text) > MOST_OF_AN_ID:
        raise BadMessage("long_message_id", f"A messageId has at most {MOST_OF_AN_ID} characters.")
    return text


def _id(value: Id, name: str) -> str | None:
    text = text_of(value)
    # No database but this one could be relied on to keep it.
    if text is not None and "\0" in text:
        raise BadMessage("invalid_id", f"The {name} has a character that no id can have.")
    return text


def _needed(value: Id, name: str, code: str) -> str:
    text = _id(value, name)
    if text is None:
        raise BadMessage(code, f"The message has no {name}.")
    return text


def _event_name(item: Item) -> str:
    name = text_of(item.event)
    if name is None:
        raise BadMessage("missing_event", "The message has no event.")
    return name


def _timestamp(item: Item) -> object:
    # What forwards for others renames the first to the second; both are the sender's clock.
    return item.original_timestamp if is_absent(item.timestamp) else item.timestamp


def _properties(item: Item, kind: Kind) -> dict[str, Any]:
    """An event's properties; the name and category of a view are two of them, unless it says otherwise itself."""
    if kind not in ("track", "page", "screen"):
        return {}
    own = item.properties or {}
    if kind == "track":
        return own
    beside = {"name": text_of(item.name), "category": text_of(item.category)}
    return {key: value for key, value in beside.items() if value is not None} | own


def _traits(traits: dict[str, Any]) -> dict[str, Any]:
    """`createdAt` and `created_at` are the same trait; of two, the one that says something."""
    if "createdAt" not in traits:
        return traits
    created = traits["createdAt"] if traits.get("created_at") is None else traits["created_at"]
    return {name: value for name, value in traits.items() if name != "createdAt"} | {"created_at": created}


def _merged(shared: dict[str, Any], own: dict[str, Any] | None) -> dict[str, Any]:
    """What the envelope says, under what the message says itself; a null of its own says nothing."""
    if not shared or not own:
        return own or shared
    return shared | {name: value for name, value in own.items() if value is not None or name not in shared}
