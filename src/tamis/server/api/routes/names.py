"""What definitions may ask for, and who is called what: event types, values of properties, records by their names."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from tamis.operations.access import Permission
from tamis.operations.known_names import known_names
from tamis.operations.offered_values import offered_values
from tamis.operations.record.finding import find_records
from tamis.server.api.routing import context_in, found, route
from tamis.server.api.shapes import Instant, Told

router = Router(tags=["Data"])
_MOST = 50

Most = Annotated[int, Query(default=20, ge=1, le=_MOST, description="How many to give at most.")]


class EventPropertyTold(Told):
    """What may be asked of an event."""

    name: str = Field(examples=["form_name"])
    type: str = Field(examples=["text"])
    options: list[str]


class EventTypeTold(Told):
    """An event type, how many events there are of it, and when the newest of them happened."""

    type: str = Field(examples=["demo_requested"])
    count: int
    last_at: Instant | None
    properties: list[EventPropertyTold]


class EventTypesTold(Told):
    """All event types, the most frequent first."""

    items: list[EventTypeTold]


class OfferedValueTold(Told):
    """A value, and how many records or events have it."""

    value: str
    count: int


class SpreadTold(Told):
    """The least number, the quartiles and the most; of dates, in microseconds since the epoch, UTC."""

    least: float
    first_quartile: float
    median: float
    third_quartile: float
    most: float


class OfferedValuesTold(Told):
    """The values of a property: how many have one, and of which `type` they are. `spread` is that of numbers and dates,
    `values` are those of other types; `is_sample`: counts are told from a part of the events."""

    type: str = Field(examples=["choice"])
    known: int
    values: list[OfferedValueTold]
    spread: SpreadTold | None
    is_sample: bool


class FoundTold(Told):
    """A record that fits."""

    object: str
    id: str
    name: str | None
    email: str | None
    company: str | None


class FoundRecordsTold(Told):
    """Those that fit, the best first."""

    items: list[FoundTold]


@route(router, "GET", "/event-types", Permission.SEE_DATA, EventTypesTold)
def list_event_types(request: HttpRequest) -> Any:
    """List the event types, the most frequent first, with the properties of their events.

    Counts and newest instants may be some minutes old.
    """
    return {"items": list(known_names(context_in(request).workspace).events)}


@route(router, "GET", "/offered-values", Permission.SEE_LEADS, OfferedValuesTold)
def list_offered_values(
    request: HttpRequest, of: str, name: str, is_event: bool = False, starting: str = "", limit: Most = 20
) -> Any:
    """List the values of a property of an object, or with `is_event` of an event type, the most frequent first.

    `starting`: only those that begin so.
    """
    workspace = context_in(request).workspace
    return found(lambda: offered_values(workspace, of, name, is_event=is_event, starting=starting, most=limit))


@route(router, "GET", "/found-records/{object}", Permission.SEE_LEADS, FoundRecordsTold)
def find_records_(request: HttpRequest, object: str, text: str, limit: Most = 20) -> Any:
    """Find records by what is known of them: words of the name or the e-mail address, or the id."""
    workspace = context_in(request).workspace
    return {"items": list(found(lambda: find_records(workspace, text, object, limit)))}
