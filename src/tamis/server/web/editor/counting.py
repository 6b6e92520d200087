"""Beside the form: about how many are in a segment, and some of them; and the sample that previews are told from."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tamis.errors import DefinitionError, UsageError
from tamis.operations.access import Permission
from tamis.operations.editing import open_draft
from tamis.operations.preview import prepare_previews
from tamis.operations.segments.draft import preview_segment
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of
from tamis.server.web.overview.links import to_record


@require_GET
@needs(Permission.EDIT_SCORES)
def prepare(request: HttpRequest) -> HttpResponse:
    """Has the sample of an object made that previews are told from; a page that shows one is told of a newer one."""
    context = context_of(request)
    is_new = prepare_previews(context.workspace, request.GET.get("object", "contact"), now=context.now)
    return HttpResponse(status=204, headers={"HX-Trigger": "edited"} if is_new else {})


@require_GET
@needs(Permission.EDIT_SCORES)
def members(request: HttpRequest, key: str) -> HttpResponse:
    """The members of a draft, from its text; why they are not counted, where it has mistakes."""
    context = context_of(request)
    drafting = open_draft(context.workspace, key, now=context.now)
    try:
        told = preview_segment(context.workspace, drafting.text, now=context.now, may_be_old=True)
    except DefinitionError:
        return render(request, "editor/members.html", {"is_wrong": True})
    except UsageError as error:
        return render(request, "editor/members.html", {"sentence": str(error)})
    rows = [(member, to_record(told.object, member.id)) for member in told.shown]
    share = told.members.count / told.records if told.records else None
    return render(request, "editor/members.html", {"told": told, "rows": rows, "share": share})
