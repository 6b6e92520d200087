"""Beside the condition of a segment: about how many are in it, and some of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tamis.errors import DefinitionError, UsageError
from tamis.operations.access import Permission
from tamis.operations.editing import open_draft
from tamis.operations.segments.draft import preview_segment
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of
from tamis.server.web.overview.links import to_record


@require_GET
@needs(Permission.EDIT_SCORES)
def members(request: HttpRequest, key: str) -> HttpResponse:
    """The members of a draft, from its text; why they are not counted, where it has mistakes."""
    context = context_of(request)
    drafting = open_draft(context.workspace, key, now=context.now)
    try:
        told = preview_segment(context.workspace, drafting.text, now=context.now)
    except DefinitionError:
        return render(request, "editor/members.html", {"is_wrong": True})
    except UsageError as error:
        return render(request, "editor/members.html", {"sentence": str(error)})
    rows = [(member, to_record(told.object, member.id)) for member in told.shown]
    share = told.members.count / told.records if told.records else None
    return render(request, "editor/members.html", {"told": told, "rows": rows, "share": share})
