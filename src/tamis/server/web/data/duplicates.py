"""Contacts that are probably one person: looked at side by side, merged, or kept apart."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tamis.operations.access import Permission
from tamis.operations.duplicates import find_duplicates
from tamis.operations.merge_duplicates import list_merged_together
from tamis.operations.rescore import micros_of
from tamis.operations.verbs import DismissDuplicate, Merge, MergeDuplicates, Unmerge, UnmergeDuplicates
from tamis.progress import NullProgress
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of
from tamis.server.web.data.following import follow
from tamis.server.web.data.frame import page
from tamis.store.warehouse.duplicates import SURE

_MOST, _MOST_TOGETHER = 25, 5
# Of microseconds since the epoch there are sixteen, for some centuries.
_MOST_DIGITS = 18


@needs(Permission.SEE_DATA)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The page at once; the proposals, which among a million contacts take half a minute, as a part of it."""
    context = context_of(request)
    if not request.headers.get("HX-Request"):
        return page(request, "data/duplicates.html", "data-duplicates", {"is_sure": "sure" in request.GET})
    is_sure = "sure" in request.GET
    found = find_duplicates(context.workspace, is_sure=is_sure, most=_MOST, progress=NullProgress())
    together = [each for each in list_merged_together(context.workspace) if each.holding]
    shown = {
        "found": found,
        "is_sure": is_sure,
        "sure": SURE,
        "together": together[:_MOST_TOGETHER],
        "may_merge": context.may(Permission.MERGE_RECORDS),
        "now": micros_of(context.now()),
    }
    return render(request, "data/duplicates_part.html", shown)


@needs(Permission.MERGE_RECORDS)
@require_POST
def merge_all(request: HttpRequest) -> HttpResponse:
    """Has all that are as good as certain merged, as many as the form said; the page follows the job."""
    verb = _agreed(request.POST)
    return redirect("data-merging", context_of(request).submit(verb)) if verb else redirect("data-duplicates")


@needs(Permission.MERGE_RECORDS)
@require_POST
def unmerge_all(request: HttpRequest) -> HttpResponse:
    """Has what was merged at once taken back."""
    asked_at = _whole(request.POST.get("asked_at", ""))
    if asked_at is None:
        return redirect("data-duplicates")
    return redirect("data-merging", context_of(request).submit(UnmergeDuplicates(asked_at)))


def _agreed(said: Mapping[str, str]) -> MergeDuplicates | None:
    """What a form has merged. It is known by when its page was made: sent twice, it merges nobody whom the page did not
    show, such as the rest of a chain."""
    contacts, asked_at = _whole(said.get("contacts", "")), _whole(said.get("asked_at", ""))
    return MergeDuplicates(contacts, asked_at) if contacts and asked_at else None


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < _MOST_DIGITS else None


@needs(Permission.SEE_DATA)
@require_GET
def merging(request: HttpRequest, job: int) -> HttpResponse:
    """How far that has come, and what it came to. A part asks again by itself until it has ended."""
    context = context_of(request)
    followed = follow(context, job)
    if followed.job.kind not in (MergeDuplicates.kind, UnmergeDuplicates.kind):
        raise Http404
    shown = {
        "followed": followed,
        "is_undoing": followed.job.kind == UnmergeDuplicates.kind,
        "issues": followed.result.unscored if followed.result else getattr(followed.error, "issues", ()),
        "may_merge": context.may(Permission.MERGE_RECORDS),
    }
    if request.headers.get("HX-Request"):
        return render(request, "data/merging_part.html", shown)
    return page(request, "data/merging.html", "data-duplicates", shown)


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
