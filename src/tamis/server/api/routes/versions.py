"""What was published: versions, what differs between them, and taking definitions out of use and back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from pydantic import Field

from tamis.operations.access import Permission
from tamis.operations.compare_versions import Versions, compare_versions, list_versions
from tamis.operations.deactivate import deactivate
from tamis.operations.delete_definition import review_deletion
from tamis.operations.draft_version import draft_version
from tamis.operations.editing import open_draft
from tamis.operations.published import file_of
from tamis.operations.put_draft import publishing_of
from tamis.operations.verbs import Delete
from tamis.server.api.doing import JOB_ANSWERS, do
from tamis.server.api.etags import etag_of
from tamis.server.api.outcomes import told_difference
from tamis.server.api.paging import Cursor, Limit, cursor_of, page_of, place_of
from tamis.server.api.problems import Refused, not_found
from tamis.server.api.routes.definitions import DraftSent, DraftTold, discard_draft_, put_draft_, read_draft
from tamis.server.api.routes.definitions import router as router
from tamis.server.api.routing import context_in, found, route
from tamis.server.api.shapes import Instant, PageOf, Sent, Told
from tamis.store.application import Version


class VersionTold(Told):
    """A definition as it was published; it never changes."""

    key: str = Field(examples=["interest"])
    kind: str = Field(examples=["score"])
    number: int = Field(examples=[3])
    published_at: Instant
    published_by: str | None = Field(
        description="The name of who published it, as it was then; null where an older Tamis published it.",
        examples=["Ana Silva"],
    )
    note: str = Field(examples=["Demo requests count more."])


class WholeVersionTold(VersionTold):
    """A version with its text."""

    text: str


class DifferenceTold(Told):
    """One thing that differs."""

    what: str = Field(examples=["changed"])
    text: str = Field(examples=["Rule Webinar: 15 points become 20"])


class ComparedTold(Told):
    """What differs between two versions."""

    key: str
    old: str = Field(examples=["2"])
    new: str = Field(examples=["draft"])
    differences: list[DifferenceTold]


class BroughtBackTold(Told):
    """The version whose text is the draft now; the ETag is the draft's."""

    key: str
    number: int


class BringBackSent(Sent):
    """Whether another draft may be lost."""

    replace_draft: bool = False


class DeletionTold(Told):
    """What goes with a definition, and what forbids it."""

    kind: str
    key: str
    version: int | None
    has_draft: bool
    valued: int = Field(description="How many records have a value of the score.")
    members: int = Field(description="How many records the list of the segment holds.")
    is_forbidden: bool


class DeactivatedTold(Told):
    """What is out of use now."""

    kind: str
    key: str
    version: int
    at: Instant


@route(router, "GET", "/definitions/{path:key}/versions", Permission.SEE_SCORES, PageOf[VersionTold])
def list_versions_(request: HttpRequest, key: str, limit: Limit = 50, cursor: Cursor = None) -> Any:
    """List the versions of a definition, newest first.

    Those of what was deleted are there too.
    """
    before = place_of(key, cursor, tuple[int])
    versions = sorted(_versions(request, key).versions, key=lambda each: -each.number)
    rest = [each for each in versions if before is None or each.number < before[0]]
    return page_of(rest[: limit + 1], limit, lambda each: cursor_of(key, each.number))


@route(router, "GET", "/definitions/{path:key}/versions/{int:number}", Permission.SEE_SCORES, WholeVersionTold)
def read_version(request: HttpRequest, key: str, number: int) -> Any:
    """Read a version with its text."""
    return _version(_versions(request, key), number)


@route(router, "GET", "/definitions/{path:key}/differences", Permission.SEE_SCORES, ComparedTold)
def compare_versions_(request: HttpRequest, key: str, old: str | None = None, new: str | None = None) -> Any:
    """Tell in words what differs between two versions.

    Each is a number or `draft`. Without both: what last changed.
    """
    compared = found(lambda: compare_versions(context_in(request).place, key, old, new))
    return {**vars(compared), "differences": [told_difference(each) for each in compared.differences]}


@route(router, "POST", "/definitions/{path:key}/versions/{int:number}/draft", Permission.EDIT_SCORES, BroughtBackTold)
def bring_back_version(request: HttpRequest, response: HttpResponse, key: str, number: int, body: BringBackSent) -> Any:
    """Bring a version back: its text becomes the draft, to be reviewed and published as any other."""
    context = context_in(request)
    _version(_versions(request, key), number)
    brought = draft_version(
        context.place, key, number, now=context.now, is_replacing=body.replace_draft, by=context.actor
    )
    response["ETag"] = etag_of(open_draft(context.place, key, now=context.now))
    return brought


# The same address is that of the draft of a key which ends so; only bringing back is a POST.
_DRAFT_OF_LIKE_KEY = "/definitions/{path:key}/versions/{int:number}/draft"


@route(router, "GET", _DRAFT_OF_LIKE_KEY, Permission.SEE_SCORES, DraftTold, is_told=False)
def read_draft_of_like_key(request: HttpRequest, response: HttpResponse, key: str, number: int) -> Any:
    """Read the draft of `KEY/versions/NUMBER`."""
    return read_draft(request, response, f"{key}/versions/{number}")


@route(router, "PUT", _DRAFT_OF_LIKE_KEY, Permission.EDIT_SCORES, {200: DraftTold, 201: DraftTold}, is_told=False)
def put_draft_of_like_key(request: HttpRequest, response: HttpResponse, key: str, number: int, body: DraftSent) -> Any:
    """Save a text as the draft of `KEY/versions/NUMBER`."""
    return put_draft_(request, response, f"{key}/versions/{number}", body)


@route(router, "DELETE", _DRAFT_OF_LIKE_KEY, Permission.EDIT_SCORES, {204: None}, is_told=False)
def discard_draft_of_like_key(request: HttpRequest, key: str, number: int) -> Any:
    """Discard the draft of `KEY/versions/NUMBER`."""
    return discard_draft_(request, f"{key}/versions/{number}")


@route(router, "POST", "/definitions/{path:key}/deactivate", Permission.PUBLISH, DeactivatedTold)
def deactivate_definition(request: HttpRequest, key: str) -> Any:
    """Take a definition out of use.

    Its values stay as they are. What something published asks for is refused.
    """
    context = context_in(request)
    _versions(request, key)
    return deactivate(context.place, key, now=context.now, by=context.actor)


@route(router, "POST", "/definitions/{path:key}/activate", Permission.PUBLISH, JOB_ANSWERS)
def activate_definition(request: HttpRequest, response: HttpResponse, key: str) -> Any:
    """Put the newest version of a deactivated definition into use again.

    A job, since its values are computed anew.
    """
    versions = _versions(request, key)
    if versions.is_active:
        raise Refused(409, "in-use", f'"{key}" is in use already.')
    if not versions.versions:
        raise Refused(409, "never-published", f'"{key}" was never published; publish its draft.')
    newest = versions.versions[-1]
    if versions.draft is not None and versions.draft.text != newest.text:
        raise Refused(409, "draft-lost", f'There is a draft of "{key}", which would be lost; publish or discard it.')
    return do(request, response, publishing_of(dict([file_of(newest)])))


@route(router, "GET", "/definitions/{path:key}/deletion", Permission.PUBLISH, DeletionTold)
def review_deletion_(request: HttpRequest, key: str) -> Any:
    """Tell what would go with a definition."""
    return found(lambda: review_deletion(context_in(request).workspace, key))


@route(router, "DELETE", "/definitions/{path:key}", Permission.PUBLISH, JOB_ANSWERS)
def delete_definition(request: HttpRequest, response: HttpResponse, key: str) -> Any:
    """Delete a definition with its values or members.

    A job. Its versions and the history stay. What something published asks for is refused.
    """
    found(lambda: review_deletion(context_in(request).workspace, key))
    return do(request, response, Delete(key))


@route(router, "DELETE", "/definitions/{path:key}/itself", Permission.PUBLISH, JOB_ANSWERS)
def delete_definition_itself(request: HttpRequest, response: HttpResponse, key: str) -> Any:
    """Delete a definition with its values or members, whatever its key ends with. A job."""
    return delete_definition(request, response, key)


def _versions(request: HttpRequest, key: str) -> Versions:
    versions: Versions = found(lambda: list_versions(context_in(request).place, key))
    return versions


def _version(versions: Versions, number: int) -> Version:
    for version in versions.versions:
        if version.number == number:
            return version
    raise not_found(f'There is no version {number} of "{versions.key}".')
