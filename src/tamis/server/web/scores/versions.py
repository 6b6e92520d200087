"""The versions of a score: what was published when, what differs, and how one comes back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tamis.definitions.language import with_labels
from tamis.operations.access import Permission
from tamis.operations.compare_versions import Compared, Versions, compare_versions, list_versions
from tamis.operations.draft_version import draft_version
from tamis.operations.labels import definition_labels
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of
from tamis.server.web.scores.listing import about, listed


@needs(Permission.SEE_SCORES)
def versions(request: HttpRequest, key: str) -> HttpResponse:
    """All versions, newest first, and what differs between two of them."""
    context = context_of(request)
    found = list_versions(context.place, key)
    compared = _compared(request, found)
    shown = {
        **about(context, listed(context, key), "versions"),
        "versions": list(reversed(found.versions)),
        "draft": found.draft,
        "compared": compared,
        "names": [*(["draft"] if found.draft else []), *(str(each.number) for each in reversed(found.versions))],
    }
    return render(request, "scores/versions.html", shown)


@needs(Permission.EDIT_SCORES)
@require_POST
def bring_back(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """An earlier version becomes the draft; its review follows."""
    context = context_of(request)
    is_replacing = request.POST.get("replace") == "yes"
    draft_version(context.place, key, number, now=context.now, is_replacing=is_replacing, by=context.actor)
    told = _("Version %(number)s is the draft now. Look at what publishing it would change.")
    messages.success(request, told % {"number": number})
    return redirect("scores:review", key)


def _compared(request: HttpRequest, found: Versions) -> Compared | None:
    """Those that were chosen, or else what changed last; None where there is only one."""
    if len(found.versions) + (found.draft is not None) < 2 or not found.versions:
        return None
    old, new = request.GET.get("old") or None, request.GET.get("new") or None
    place = context_of(request).place
    with with_labels(definition_labels(place)):
        return compare_versions(place, found.key, old, new)
