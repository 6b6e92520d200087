"""Contacts that are probably one person: looked at side by side, merged, or kept apart."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tamis.operations.access import Permission
from tamis.operations.duplicates import find_duplicates
from tamis.operations.rescore import micros_of
from tamis.operations.verbs import DismissDuplicate, Merge, Unmerge
from tamis.progress import NullProgress
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of
from tamis.server.web.data.frame import page

_MOST = 25


@needs(Permission.SEE_DATA)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The page at once; the proposals, which among a million contacts take half a minute, as a part of it."""
    context = context_of(request)
    if not request.headers.get("HX-Request"):
        return page(request, "data/duplicates.html", "data-duplicates", {"is_sure": "sure" in request.GET})
    is_sure = "sure" in request.GET
    found = find_duplicates(context.workspace, is_sure=is_sure, most=_MOST, progress=NullProgress())
    may_merge = context.may(Permission.MERGE_RECORDS)
    return render(request, "data/duplicates_part.html", {"found": found, "may_merge": may_merge})


@needs(Permission.MERGE_RECORDS)
@require_POST
def merge(request: HttpRequest) -> HttpResponse:
    """Merges one contact into another; the message offers to take it back."""
    keep, other = request.POST.get("keep", ""), request.POST.get("other", "")
    context_of(request).do(Merge(keep, other))
    return render(request, "data/merged.html", {"keep": keep, "other": other})


@needs(Permission.MERGE_RECORDS)
@require_POST
def unmerge(request: HttpRequest) -> HttpResponse:
    """Takes a merge back."""
    context = context_of(request)
    context.do(Unmerge(request.POST.get("other", ""), micros_of(context.now())))
    messages.success(request, _("They are two contacts again, each with what was its own."))
    return redirect("data-duplicates")


@needs(Permission.MERGE_RECORDS)
@require_POST
def dismiss(request: HttpRequest) -> HttpResponse:
    """Keeps two contacts from being proposed, or takes that back."""
    one, other = request.POST.get("one", ""), request.POST.get("other", "")
    is_undone = "undo" in request.POST
    context_of(request).do(DismissDuplicate(one, other, is_undone))
    return render(request, "data/dismissed.html", {"one": one, "other": other, "is_undone": is_undone})
