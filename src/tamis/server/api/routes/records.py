"""Records: contacts, companies, deals and custom objects, read and written."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from tamis.operations.access import Permission
from tamis.operations.list_records import list_records
from tamis.operations.record.associated import read_associated
from tamis.operations.record.memberships import read_memberships
from tamis.operations.record.opened import open_record
from tamis.operations.record.portrait import read_portrait
from tamis.operations.record.timeline import Happening, read_timeline
from tamis.operations.rescore import micros_of
from tamis.operations.uploads import keep_upload
from tamis.operations.verbs import Import
from tamis.server.api.doing import JOB_ANSWERS, do
from tamis.server.api.paging import Cursor, Limit, cursor_of, page_of, place_of
from tamis.server.api.problems import Mistake, Refused
from tamis.server.api.routing import context_in, found, route
from tamis.server.api.shapes import Instant, PageOf, Points, Sent, Told
from tamis.server.api.told_records import RecordTold, WholeRecordTold, told_cell, told_portrait, told_record

router = Router(tags=["Records"])
_TABLES = {"contact": "contacts", "company": "companies", "deal": "deals"}
_OWN = ("id", "created_at")
_MOST = 1_000
_CONDITION = '{"property": "industry", "is": "Software"}'
MOST_CONDITION = 20_000
CONDITION_TOLD = f"Only those that meet a condition of the definition language, as JSON: `{_CONDITION}`."

Condition = Annotated[
    str | None,
    Query(
        default=None,
        max_length=MOST_CONDITION,
        description=CONDITION_TOLD,
    ),
]


class AssociatedTold(Told):
    """A record that another is associated with."""

    object: str
    id: str
    name: str | None
    email: str | None
    labels: list[str]
    is_primary: bool
    points: Points | None
    tier: str | None
    stage: str | None = Field(description="Of a deal, as are `amount` and `closes`, the instant that it closes or did.")
    amount: float | None
    closes: Instant | None
    closes_on: date | None = Field(
        description="The day that it closes or did, where the data says no hour: `closes` is when it begins in the"
        " time zone of the workspace.",
        examples=["2026-03-01"],
    )


class AssociatedGroupTold(Told):
    """The associated records of one object: fifty at most, and how many there are."""

    object: str
    count: int
    records: list[AssociatedTold]


class AssociationsTold(Told):
    """Whom a record is associated with."""

    items: list[AssociatedGroupTold]


class HappeningTold(Told):
    """An event, or the change of a property."""

    at: Instant
    kind: Literal["event", "property"]
    name: str = Field(examples=["demo_requested"])
    properties: dict[str, Any]
    is_machine: bool
    contact: str | None = Field(description="Of a company or deal: the id of the contact whose event it was.")
    before: Any = None
    after: Any = None


class RecordSent(Sent):
    """A record to be made or changed; properties that are not named stay as they are."""

    id: str = Field(min_length=1, max_length=500, examples=["1042"])
    created_at: str | None = Field(default=None, max_length=40, examples=["2026-03-01T09:30:00Z"])
    properties: dict[str, Any] = Field(default={}, examples=[{"industry": "Software", "employees": 240}])


class RecordsSent(Sent):
    """Records of one object."""

    records: list[RecordSent] = Field(min_length=1, max_length=_MOST)


@route(router, "GET", "/records/{object}", Permission.SEE_LEADS, PageOf[RecordTold])
def list_records_(
    request: HttpRequest,
    object: str,
    segment: str | None = None,
    condition: Condition = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Any:
    """List the records of an object with their properties, by id.

    Each is told once, whatever changes between two pages. For those with the most points first, see the leads.
    """
    context, asked = context_in(request), ("records", object, segment, condition)
    place = place_of(asked, cursor, tuple[str])
    read = read_condition(condition)
    rows = found(
        lambda: list_records(
            context.workspace,
            object,
            now=context.now,
            after=place[0] if place else None,
            segment=segment,
            condition=read,
            most=limit + 1,
        )
    )
    page = page_of(rows, limit, lambda row: cursor_of(asked, row.id))
    return {**page, "items": [told_record(row) for row in page["items"]]}


@route(router, "GET", "/records/{object}/{path:id}", Permission.SEE_LEADS, WholeRecordTold)
def read_record(request: HttpRequest, object: str, id: str) -> Any:
    """Read a record: its properties, values, segments, and earlier ids.

    The id of a merged contact stands for the one that it is part of.
    """
    context = context_in(request)

    def read() -> dict[str, Any]:
        with open_record(context.workspace, object, id) as record:
            segments = list(read_memberships(record, micros_of(context.now())))
            return {**told_portrait(read_portrait(record)), "segments": segments}

    return found(read)


@route(router, "GET", "/associations/{object}/{path:id}", Permission.SEE_LEADS, AssociationsTold)
def list_associations(request: HttpRequest, object: str, id: str) -> Any:
    """List the records that a record is associated with, by object."""
    context = context_in(request)

    def read() -> dict[str, Any]:
        with open_record(context.workspace, object, id) as record:
            return {"items": list(read_associated(record))}

    return found(read)


@route(router, "GET", "/timeline/{object}/{path:id}", Permission.SEE_LEADS, PageOf[HappeningTold])
def list_happenings(
    request: HttpRequest,
    object: str,
    id: str,
    event_type: str | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Any:
    """List what happened to a record, newest first: its events and the changes of its properties."""
    context, asked = context_in(request), ("timeline", object, id, event_type)
    place = place_of(asked, cursor, tuple[str, int])
    as_of = place[1] if place else micros_of(context.now())

    def read() -> Any:
        with open_record(context.workspace, object, id) as record:
            after = place[0] if place else None
            return read_timeline(record, as_of, cursor=after, event_type=event_type, most=limit)

    timeline = found(read)
    next = cursor_of(asked, timeline.next, as_of) if timeline.next else None
    return {"items": [_told(each) for each in timeline.happenings], "next": next}


@route(router, "POST", "/records/{object}", Permission.CHANGE_DATA, JOB_ANSWERS)
def put_records(
    request: HttpRequest,
    response: HttpResponse,
    object: Literal["contact", "company", "deal"],
    body: RecordsSent,
) -> Any:
    """Make or change records, a thousand at a time.

    A job, as for an import of a file: new ids are made, of known ones what is told is changed, and the scores follow.
    """
    context = context_in(request)
    _refuse_taken_names(body)
    lines = [msgspec.json.encode(_line(record)) + b"\n" for record in body.records]
    upload = keep_upload(
        context.place, name="records.jsonl", table=_TABLES[object], chunks=lines, at=micros_of(context.now())
    )
    return do(request, response, Import(upload.file))


def read_condition(condition: str | None) -> dict[str, Any] | None:
    """A condition of the definition language. Raises Refused for what is no JSON object."""
    if condition is None:
        return None
    try:
        return msgspec.json.decode(condition, type=dict[str, Any])
    except (msgspec.MsgspecError, RecursionError):
        sentence = "A condition is a JSON object."
        raise Refused(
            422,
            "wrong-request",
            sentence,
            [Mistake("wrong-value", "query.condition", sentence, f"such as {_CONDITION}")],
        ) from None


def _refuse_taken_names(body: RecordsSent) -> None:
    mistakes = [
        Mistake(
            "taken-name", f"body.records[{place}].properties.{name}", f'"{name}" is no property, but a field beside.'
        )
        for place, record in enumerate(body.records)
        for name in _OWN
        if name in record.properties
    ]
    if mistakes:
        raise Refused(422, "wrong-request", "The request has mistakes.", mistakes)


def _line(record: RecordSent) -> dict[str, Any]:
    created = {"created_at": record.created_at} if record.created_at is not None else {}
    return {"id": record.id, **created, **record.properties}


def _told(each: Happening) -> dict[str, Any]:
    return {
        "at": each.at,
        "kind": each.kind,
        "name": each.name,
        "properties": {cell.name: told_cell(cell.value, cell.type) for cell in each.properties},
        "is_machine": each.is_machine,
        "contact": each.contact[0] if each.contact else None,
        "before": told_cell(each.before, each.value_type),
        "after": told_cell(each.after, each.value_type),
    }
