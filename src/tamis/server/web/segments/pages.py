"""The list of segments, and one segment with its members."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tamis.operations.access import Permission
from tamis.operations.segments import count_members, export_members, kept_segments, read_members
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of
from tamis.server.file_names import dated, take_home
from tamis.server.web.overview.links import to_record
from tamis.server.web.segments.shown import about, allowed, key_of


@needs(Permission.SEE_SCORES)
@require_GET
def all_segments(request: HttpRequest) -> HttpResponse:
    """Every segment; how many each holds comes by itself."""
    context = context_of(request)
    shown = {"segments": kept_segments(context.workspace), "sizes": None, **allowed(context)}
    return render(request, "segments/list.html", shown)


@needs(Permission.SEE_SCORES)
@require_GET
def sizes(request: HttpRequest) -> HttpResponse:
    """The same rows with their sizes."""
    context = context_of(request)
    found = count_members(context.workspace, now=context.now)
    return render(request, "segments/rows.html", {"segments": kept_segments(context.workspace), "sizes": found})


@needs(Permission.SEE_SCORES)
@require_GET
def segment(request: HttpRequest) -> HttpResponse:
    """One segment: who is in it, where it stands, what asks for it."""
    return render(request, "segments/segment.html", about(context_of(request), key_of(request)))


@needs(Permission.SEE_SCORES)
@require_GET
def size(request: HttpRequest) -> HttpResponse:
    """How many are in it."""
    context, key = context_of(request), key_of(request)
    found = count_members(context.workspace, [key], now=context.now)
    return render(request, "segments/size.html", {"size": found.get(key)})


@needs(Permission.SEE_LEADS)
@require_GET
def members(request: HttpRequest) -> HttpResponse:
    """A page of them, by id."""
    context, key = context_of(request), key_of(request)
    shown = about(context, key)
    page = read_members(context.workspace, key, after=request.GET.get("after"), now=context.now)
    rows = [(member, to_record(page.object, member.id)) for member in page.members]
    is_first = request.GET.get("after") is None
    return render(request, "segments/members.html", {**shown, "page": page, "rows": rows, "is_first": is_first})


@needs(Permission.EXPORT_LEADS)
@require_GET
def export(request: HttpRequest) -> StreamingHttpResponse:
    """All of them as CSV."""
    context, key = context_of(request), key_of(request)
    answer = StreamingHttpResponse(
        export_members(context.workspace, context.actor, key, now=context.now), content_type="text/csv; charset=utf-8"
    )
    take_home(answer, dated(key, context.now(), context.time_zone, otherwise="segment"))
    return answer
