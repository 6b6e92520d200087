"""Scores and segments: what there is, their drafts, what publishing would change, and publishing."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.responses import Status
from pydantic import Field

from tamis.errors import UsageError
from tamis.operations.access import Permission
from tamis.operations.clone import clone_definition
from tamis.operations.compare_versions import list_versions
from tamis.operations.drafted import draft_texts
from tamis.operations.drafts import discard_draft
from tamis.operations.editing import open_draft
from tamis.operations.editing.drafting import Drafting
from tamis.operations.editing.mistakes import mistakes_of
from tamis.operations.list_definitions import list_definitions
from tamis.operations.put_draft import MarkMissing, publishing_of, put_draft, supposed
from tamis.operations.verbs import ReviewDraft
from tamis.server.api.doing import JOB_ANSWERS, do
from tamis.server.api.etags import etag_of, mark_sent, refuse_other
from tamis.server.api.paging import Cursor, Limit, cursor_of, page_of, place_of
from tamis.server.api.problems import Mistake, Refused
from tamis.server.api.routing import context_in, found, route
from tamis.server.api.shapes import Instant, PageOf, Sent, Told

router = Router(tags=["Definitions"])
_TEXT = "key: interest\nobject: contact\ngroups: []\n"
_MOST_TEXT = 500_000


class DefinitionTold(Told):
    """A score or a segment, and where it stands: `published`, `deactivated`, or `draft` where nothing is published."""

    key: str = Field(examples=["interest"])
    kind: str = Field(examples=["score"])
    label: str = Field(examples=["Interest"])
    object: str = Field(examples=["contact"])
    state: str = Field(examples=["published"])
    version: int | None = Field(examples=[3])
    published_at: Instant | None
    deactivated_at: Instant | None
    drafted_at: Instant | None
    valued: int | None = Field(description="Of a score: how many records have a value.", examples=[1204])


class DraftTold(Told):
    """A draft, or where there is none, what is published; the ETag is of what it says."""

    key: str = Field(examples=["interest"])
    kind: str = Field(examples=["score"])
    text: str = Field(examples=[_TEXT])
    version: int | None = Field(description="The newest that is published.", examples=[3])
    is_changed: bool = Field(description="Whether it says anything else than that version.")
    is_saved: bool = Field(description="Whether it is the draft that would be published.")
    changed_by: str = Field(examples=["Ada Lovelace"])
    changed_at: Instant | None
    issues: list[dict[str, Any]] = Field(description="What is wrong with it, also held against the data.")


class DraftSent(Sent):
    """A definition as it is written in YAML, or in JSON, which is YAML too."""

    kind: Literal["score", "segment"] = Field(default="score", examples=["score"])
    text: str = Field(max_length=_MOST_TEXT, examples=[_TEXT])


class NoteSent(Sent):
    """What is said of a version."""

    note: str = Field(default="", max_length=2_000, examples=["Demo requests count more."])


class CloneSent(Sent):
    """A key and a label for a definition of the same text."""

    key: str = Field(min_length=1, max_length=200, examples=["interest_2027"])
    label: str | None = Field(default=None, max_length=200, examples=["Interest 2027"])


class ClonedTold(Told):
    """The new definition, which is a draft."""

    kind: str
    key: str
    label: str | None
    version: int | None = Field(description="Which version it is a clone of; null for a draft.")
    text: str


class CheckTold(Told):
    """What is wrong with a text; nothing where it could be published."""

    issues: list[dict[str, Any]]
    has_errors: bool


@route(router, "GET", "/definitions", Permission.SEE_SCORES, PageOf[DefinitionTold])
def list_definitions_(
    request: HttpRequest,
    kind: Literal["score", "segment"] | None = None,
    state: Literal["published", "deactivated", "draft"] | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Any:
    """List scores and segments, by key."""
    after = place_of("definitions", cursor, tuple[str])
    listed = [
        each
        for each in list_definitions(context_in(request).workspace)
        if (kind is None or each.kind == kind)
        and (state is None or each.state == state)
        and (after is None or each.key > after[0])
    ]
    return page_of(listed[: limit + 1], limit, lambda each: cursor_of("definitions", each.key))


@route(router, "GET", "/definitions/{path:key}", Permission.SEE_SCORES, DefinitionTold)
def read_definition(request: HttpRequest, key: str) -> Any:
    """Read where a score or segment stands."""
    place = context_in(request).workspace
    found(lambda: list_versions(place, key))
    listed = next((each for each in list_definitions(place) if each.key == key), None)
    return found(lambda: _there(listed, key))


@route(router, "GET", "/definitions/{path:key}/itself", Permission.SEE_SCORES, DefinitionTold)
def read_definition_itself(request: HttpRequest, key: str) -> Any:
    """Read where a score or segment stands, whatever its key ends with.

    Of the key `emea/draft`, `/definitions/emea/draft` would be the draft of `emea`.
    """
    return read_definition(request, key)


@route(router, "GET", "/definitions/{path:key}/draft", Permission.SEE_SCORES, DraftTold)
def read_draft(request: HttpRequest, response: HttpResponse, key: str) -> Any:
    """Read a draft.

    Where there is none: what is published. Send the ETag as If-Match to change it.
    """
    context = context_in(request)
    drafting = found(lambda: open_draft(context.place, key, now=context.now))
    return _told(request, response, drafting)


@route(router, "PUT", "/definitions/{path:key}/draft", Permission.EDIT_SCORES, {200: DraftTold, 201: DraftTold})
def put_draft_(request: HttpRequest, response: HttpResponse, key: str, body: DraftSent) -> Any:
    """Save a text as the draft.

    A new key needs no If-Match. Of any other, the ETag of what was read is to be sent: 428 without it, 412 where
    somebody has changed the draft since. A text with mistakes is refused with all of them; names and types that the
    data does not bear out are told among the `issues` of the answer.
    """
    context, mark = context_in(request), mark_sent(request)
    if mark is not None:
        found(lambda: open_draft(context.place, key, now=context.now))
    try:
        drafting = put_draft(context.place, body.kind, key, body.text, mark=mark, actor=context.actor, now=context.now)
    except MarkMissing as error:
        raise Refused(428, "precondition-required", str(error)) from error
    return Status(200 if mark is not None else 201, _told(request, response, drafting))


@route(router, "DELETE", "/definitions/{path:key}/draft", Permission.EDIT_SCORES, {204: None})
def discard_draft_(request: HttpRequest, key: str) -> Any:
    """Discard a draft.

    What is published stays; what never was is gone. If-Match is needed.
    """
    context = context_in(request)
    drafting = found(lambda: open_draft(context.place, key, now=context.now))
    refuse_other(request, drafting)
    found(lambda: discard_draft(context.place, key, now=context.now, by=context.actor))
    return Status(204, None)


@route(router, "POST", "/definitions/{path:key}/check", Permission.EDIT_SCORES, CheckTold)
def check_definition(request: HttpRequest, key: str, body: DraftSent) -> Any:
    """Check a text.

    Tells every mistake and warning, with line and column, as the command line does; nothing is saved.
    """
    issues = mistakes_of(context_in(request).workspace, supposed(body.kind, key, body.text))
    has_errors = any(issue.severity == "error" for issue in issues)
    return {"issues": [Mistake.of(issue).as_json() for issue in issues], "has_errors": has_errors}


@route(router, "POST", "/definitions/{path:key}/clone", Permission.EDIT_SCORES, {201: ClonedTold})
def clone_definition_(request: HttpRequest, key: str, body: CloneSent) -> Any:
    """Clone a definition.

    Its text is saved as the draft of a new key.
    """
    context = context_in(request)
    found(lambda: list_versions(context.place, key))
    return clone_definition(
        context.place, key, body.key, label=body.label, output=None, now=context.now, by=context.actor
    )


@route(router, "POST", "/definitions/{path:key}/review", Permission.EDIT_SCORES, JOB_ANSWERS)
def review_draft(request: HttpRequest, response: HttpResponse, key: str) -> Any:
    """Review a draft.

    A job that tells what publishing the draft, with the drafts that it needs, would change: the differences in words,
    who moves from which tier to which, and the largest moves with their reasons.
    """
    _refuse_without_draft(request, key)
    return do(request, response, ReviewDraft(key))


@route(router, "POST", "/definitions/{path:key}/publish", Permission.PUBLISH, JOB_ANSWERS)
def publish_draft(request: HttpRequest, response: HttpResponse, key: str, body: NoteSent) -> Any:
    """Publish a draft.

    A job that makes it the next version, with the drafts that it needs, and computes the values. If-Match is needed:
    what is published is what was read.
    """
    context = context_in(request)
    drafting = _refuse_without_draft(request, key)
    refuse_other(request, drafting)
    texts = draft_texts(context.place, key)
    return do(request, response, publishing_of(texts, body.note))


def _refuse_without_draft(request: HttpRequest, key: str) -> Drafting:
    context = context_in(request)
    drafting: Drafting = found(lambda: open_draft(context.place, key, now=context.now))
    found(lambda: draft_texts(context.place, key))
    if not drafting.is_saved:
        raise Refused(409, "has-mistakes", f'The draft of "{key}" is being edited and has mistakes; mend them first.')
    return drafting


def _there(listed: Any, key: str) -> Any:
    if listed is None:
        raise UsageError(f'The score or segment "{key}" was deleted; its versions are there.')
    return listed


def _told(request: HttpRequest, response: HttpResponse, drafting: Drafting) -> dict[str, Any]:
    response["ETag"] = etag_of(drafting)
    issues = mistakes_of(context_in(request).workspace, drafting)
    return {
        **vars(drafting),
        "changed_by": drafting.by,
        "changed_at": drafting.at,
        "issues": [Mistake.of(issue).as_json() for issue in issues],
    }
