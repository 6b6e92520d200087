"""How a segment ends: its draft is discarded, or all of it is deleted."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tamis.operations.access import Permission
from tamis.operations.delete_definition import review_deletion
from tamis.operations.drafts import discard_draft
from tamis.operations.verbs import Delete
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of
from tamis.server.web.segments.shown import about, key_of, place_of


@needs(Permission.EDIT_SCORES)
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """The draft goes; what is published stays as it is."""
    key = key_of(request)
    context = context_of(request)
    left = discard_draft(context.place, key, now=context.now, by=context.actor)
    messages.success(request, _("The draft is discarded."))
    return redirect(place_of(key)) if left is not None else redirect("segments:list")


@needs(Permission.PUBLISH)
def delete(request: HttpRequest) -> HttpResponse:
    """What would go, and what forbids it; then it goes."""
    context, key = context_of(request), key_of(request)
    if request.method == "POST":
        context.do(Delete(key))
        messages.success(request, _("The segment “%(key)s” is deleted.") % {"key": key})
        return redirect("segments:list")
    deletion = review_deletion(context.workspace, key)
    return render(request, "segments/delete.html", {**about(context, key), "deletion": deletion})
