"""The data as a whole: properties, duplicates, and computing everything anew."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from tamis.operations.access import Permission
from tamis.operations.duplicates import find_duplicates
from tamis.operations.merge_duplicates import list_merged_together, read_asked_at
from tamis.operations.properties import list_properties, review_property
from tamis.operations.rescore import micros_of
from tamis.operations.verbs import (
    DeleteProperty,
    DismissDuplicate,
    MergeDuplicates,
    Rescore,
    Retype,
    UnmergeDuplicates,
)
from tamis.progress import NullProgress
from tamis.server.api.doing import JOB_ANSWERS, do
from tamis.server.api.paging import Cursor, Limit, cursor_of, page_of, place_of
from tamis.server.api.routing import context_in, found, route
from tamis.server.api.shapes import Instant, PageOf, Sent, Spoken, Told

router = Router(tags=["Data"])


class PropertyTold(Told):
    """A property of an object's records: how many of the `records` have a value, and what asks for it."""

    object: str = Field(examples=["contact"])
    name: str = Field(examples=["industry"])
    type: str = Field(examples=["text"])
    filled: int
    records: int
    has_history: bool
    is_built_in: bool
    uses: list[str] = Field(examples=[["score interest (Rule In software)"]])


class KnownTold(Told):
    """A contact, as a person would judge it."""

    id: str
    name: str | None
    email: str | None
    phone: str | None
    company: str | None
    events: int
    created_at: Instant | None


class DuplicateTold(Told):
    """A contact that is probably the kept one, and why."""

    contact: KnownTold
    probability: float
    reasons: list[Spoken]
    against: list[Spoken]


class ProposalTold(Told):
    """A contact to keep, and those to merge into it."""

    kept: KnownTold
    others: list[DuplicateTold]


class ProposalsTold(Told):
    """The surest proposals, how many there are, and how many contacts all of them would make part of others."""

    items: list[ProposalTold]
    found: int
    contacts: int


class MergedTogetherTold(Told):
    """What was merged at once: how many contacts became part of others, and of how many that holds."""

    asked_at: Instant
    merged: int
    holding: int


class AllMergedTold(Told):
    """All that was merged at once, the newest first."""

    items: list[MergedTogetherTold]


class MergeAllSent(Sent):
    """How many contacts may become part of others: as many as the proposals of `sure` would make, or fewer, the surest
    first."""

    contacts: int = Field(ge=1, le=1_000_000, examples=[38])


class UnmergeAllSent(Sent):
    """When the merging was asked for, as its job and the list of them say."""

    asked_at: str = Field(max_length=40, examples=["2026-03-01T09:30:00.000000Z"])


class PairSent(Sent):
    """Two contacts that are two people."""

    one: str = Field(max_length=500, examples=["1042"])
    other: str = Field(max_length=500, examples=["2077"])
    undo: bool = Field(default=False, description="Lets them be proposed again.")


class RetypeSent(Sent):
    """Which property of an object's records, or (`is_event`) of an event type, is of which type."""

    of: str = Field(max_length=200, examples=["contact"])
    name: str = Field(max_length=500, examples=["employees"])
    type: Literal["text", "number", "boolean", "date", "datetime", "choice", "choices"]
    is_event: bool = False
    dry_run: bool = False


class RescoreSent(Sent):
    """Which score to compute; all, if none is named."""

    key: str | None = Field(default=None, max_length=200, examples=["interest"])


@route(router, "GET", "/properties", Permission.SEE_DATA, PageOf[PropertyTold])
def list_properties_(request: HttpRequest, object: str | None = None, limit: Limit = 50, cursor: Cursor = None) -> Any:
    """List the properties of records, with how many have a value and what asks for them."""
    asked = ("properties", object)
    after = place_of(asked, cursor, tuple[str, str])
    listed = found(lambda: list_properties(context_in(request).workspace, object))
    rest = [each for each in sorted(listed, key=_place) if after is None or _place(each) > tuple(after)]
    page = page_of(rest[: limit + 1], limit, lambda each: cursor_of(asked, *_place(each)))
    return {**page, "items": [{**vars(each), "uses": list(map(str, each.uses))} for each in page["items"]]}


@route(router, "DELETE", "/properties/{object}/{path:name}", Permission.CHANGE_DATA, JOB_ANSWERS)
def delete_property(request: HttpRequest, response: HttpResponse, object: str, name: str) -> Any:
    """Delete a property with its history. A job. What something published asks for is refused."""
    found(lambda: review_property(context_in(request).workspace, object, name))
    return do(request, response, DeleteProperty(object, name))


@route(router, "POST", "/properties/retype", Permission.CHANGE_DATA, JOB_ANSWERS)
def retype_property(request: HttpRequest, response: HttpResponse, body: RetypeSent) -> Any:
    """Correct the type of a property: every kept value is read anew. A job."""
    return do(request, response, Retype(body.of, body.name, body.type, body.is_event, body.dry_run))


@route(router, "GET", "/duplicates", Permission.SEE_DATA, ProposalsTold)
def list_duplicates(request: HttpRequest, sure: bool = False, limit: Limit = 50) -> Any:
    """Propose contacts to merge, the surest first; `sure`: only those that are as good as certain."""
    workspace = context_in(request).workspace
    duplicates = find_duplicates(workspace, is_sure=sure, most=limit, progress=NullProgress())
    return {"items": list(duplicates.proposals), "found": duplicates.found, "contacts": duplicates.contacts}


@route(router, "GET", "/duplicates/merged", Permission.SEE_DATA, AllMergedTold)
def list_merged_duplicates(request: HttpRequest) -> Any:
    """List what was merged at once, the newest first."""
    return {"items": list(list_merged_together(context_in(request).workspace))}


@route(router, "POST", "/duplicates/merge", Permission.MERGE_RECORDS, JOB_ANSWERS)
def merge_all_duplicates(request: HttpRequest, response: HttpResponse, body: MergeAllSent) -> Any:
    """Merge all contacts that are as good as certainly one person, the surest first, or none of them. A job."""
    return do(request, response, MergeDuplicates(body.contacts, micros_of(context_in(request).now())))


@route(router, "POST", "/duplicates/merge/undo", Permission.MERGE_RECORDS, JOB_ANSWERS)
def unmerge_all_duplicates(request: HttpRequest, response: HttpResponse, body: UnmergeAllSent) -> Any:
    """Take back what was merged at once: all of it that still holds. A job."""
    return do(request, response, UnmergeDuplicates(read_asked_at(body.asked_at)))


@route(router, "POST", "/duplicates/dismiss", Permission.CHANGE_DATA, JOB_ANSWERS)
def dismiss_duplicate(request: HttpRequest, response: HttpResponse, body: PairSent) -> Any:
    """Say that two contacts are two people, or take that back. A job."""
    return do(request, response, DismissDuplicate(body.one, body.other, body.undo))


@route(router, "POST", "/rescore", Permission.PUBLISH, JOB_ANSWERS)
def rescore(request: HttpRequest, response: HttpResponse, body: RescoreSent) -> Any:
    """Compute what is published as of now. A job."""
    return do(request, response, Rescore(body.key))


def _place(property: Any) -> tuple[str, str]:
    return property.object, property.name
