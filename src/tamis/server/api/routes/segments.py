"""Segments: how many are in them, who, and lists made by hand."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from tamis.operations.access import Permission
from tamis.operations.list_segments import list_segments
from tamis.operations.segments import preview_segment, read_members
from tamis.operations.verbs import ChangeMembers, CreateList
from tamis.progress import NullProgress
from tamis.server.api.doing import JOB_ANSWERS, do
from tamis.server.api.paging import Cursor, Limit, cursor_of, page_of, place_of
from tamis.server.api.routing import context_in, found, route
from tamis.server.api.shapes import Instant, PageOf, Sent, Told

router = Router(tags=["Segments"])
_MOST_NAMES = 10_000
_TEXT = "key: big\nobject: company\nwhen: {property: employees, at_least: 500}\n"


class SegmentTold(Told):
    """A segment in use: a list of records, or a condition (`is_dynamic`)."""

    key: str = Field(examples=["customers"])
    label: str
    object: str
    is_dynamic: bool
    members: int = Field(examples=[412])
    version: int = Field(description="0 for a list that was never defined.")
    used_by: list[str]
    is_deactivated: bool


class MemberTold(Told):
    """A record in a segment."""

    id: str = Field(examples=["1042"])
    name: str | None
    email: str | None


class MembersTold(PageOf[MemberTold]):
    """Members of a segment, by id."""

    segment: str
    object: str
    as_of: Instant


class ListSent(Sent):
    """A new list, by ids or, of contacts, by e-mail addresses."""

    key: str = Field(min_length=1, max_length=200, examples=["webinar_guests"])
    object: str = Field(default="contact", max_length=200)
    members: list[str] = Field(min_length=1, max_length=_MOST_NAMES, examples=[["1042", "2077"]])


class MembersSent(Sent):
    """Whom to add to a list, or to take out of it."""

    how: Literal["add", "remove"]
    members: list[str] = Field(min_length=1, max_length=_MOST_NAMES, examples=[["1042", "2077"]])


class TextSent(Sent):
    """A definition as it is written in YAML."""

    text: str = Field(
        max_length=500_000, examples=["key: big\nobject: company\nwhen: {property: employees, at_least: 500}\n"]
    )


class CountTold(Told):
    """About how many, and how far off that may be; exact where the margin is 0."""

    count: int
    margin: int


class SegmentPreviewTold(Told):
    """About how many would be members, told from `sampled` of `records`; and some of them."""

    object: str
    as_of: Instant
    records: int
    sampled: int
    members: CountTold
    shown: list[MemberTold]


@route(router, "GET", "/segments", Permission.SEE_SCORES, PageOf[SegmentTold])
def list_segments_(request: HttpRequest, limit: Limit = 50, cursor: Cursor = None) -> Any:
    """List the segments in use, by key, with the number of their members."""
    context = context_in(request)
    after = place_of("segments", cursor, tuple[str])
    listed = list_segments(context.workspace, now=context.now, progress=NullProgress()).segments
    rest = [each for each in listed if after is None or each.key > after[0]]
    return page_of(rest[: limit + 1], limit, lambda each: cursor_of("segments", each.key))


@route(router, "POST", "/segments", Permission.CHANGE_DATA, JOB_ANSWERS)
def create_list(request: HttpRequest, response: HttpResponse, body: ListSent) -> Any:
    """Make a list of records. A job; names that nobody goes by are told."""
    return do(request, response, CreateList(body.key, tuple(body.members), body.object))


@route(router, "POST", "/segments/preview", Permission.EDIT_SCORES, SegmentPreviewTold)
def preview_segment_(request: HttpRequest, body: TextSent) -> Any:
    """Preview a segment: about how many would be members, and some of them; nothing is saved."""
    context = context_in(request)
    return preview_segment(context.workspace, body.text, now=context.now)


@route(router, "GET", "/segments/{path:key}/members", Permission.SEE_LEADS, MembersTold)
def list_members(request: HttpRequest, key: str, limit: Limit = 50, cursor: Cursor = None) -> Any:
    """List the members of a segment, by id."""
    context, asked = context_in(request), ("members", key)
    place = place_of(asked, cursor, tuple[str])
    members = found(
        lambda: read_members(context.workspace, key, after=place[0] if place else None, most=limit, now=context.now)
    )
    next = cursor_of(asked, members.after) if members.after is not None else None
    return {**vars(members), "items": list(members.members), "next": next}


@route(router, "POST", "/segments/{path:key}/members", Permission.CHANGE_DATA, JOB_ANSWERS)
def change_members(request: HttpRequest, response: HttpResponse, key: str, body: MembersSent) -> Any:
    """Add records to a list, or take them out. A job."""
    return do(request, response, ChangeMembers(key, tuple(body.members), body.how))
