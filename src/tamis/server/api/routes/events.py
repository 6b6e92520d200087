"""Events that programs send; trackers and other sources send them to /v1."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from tamis.operations.access import Permission
from tamis.operations.send_events import MOST, EventSent, send_events
from tamis.server.api.routing import context_in, route
from tamis.server.api.shapes import Sent, Told

router = Router(tags=["Events"])


class OneEventSent(Sent):
    """Something that a contact did, or a visitor by an anonymous id."""

    type: str = Field(min_length=1, max_length=200, examples=["demo_requested"])
    contact: str | None = Field(default=None, max_length=500, description="The id of the contact.", examples=["1042"])
    anonymous_id: str | None = Field(default=None, max_length=500)
    at: str | None = Field(default=None, max_length=40, examples=["2026-03-01T09:30:00Z"])
    id: str | None = Field(
        default=None, max_length=100, description="By which it is known again, and counts once.", examples=["e-90125"]
    )
    properties: dict[str, Any] | None = Field(default=None, examples=[{"form_name": "Demo"}])


class EventsSent(Sent):
    """Events, in any order."""

    events: list[OneEventSent] = Field(min_length=1, max_length=MOST)


class AcceptedTold(Told):
    """How many are durable now; they are taken in within moments."""

    accepted: int = Field(examples=[1])


@route(router, "POST", "/events", Permission.CHANGE_DATA, {202: AcceptedTold})
def send_events_(request: HttpRequest, body: EventsSent) -> Any:
    """Send events, a thousand at a time.

    All of them or none: they are durable when this is answered, and in the scores a moment later.
    """
    context = context_in(request)
    events = [EventSent(**dict(event)) for event in body.events]
    accepted = send_events(context.desk.lent.inbox, events, now=context.now)
    context.desk.wake()
    return {"accepted": accepted}
