"""How a score ends: its draft is discarded, it is taken out of use, it is deleted; and how it is used again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tamis.operations.access import Permission
from tamis.operations.deactivate import deactivate as deactivate_score
from tamis.operations.delete_definition import review_deletion
from tamis.operations.draft_version import draft_version
from tamis.operations.drafts import discard_draft
from tamis.operations.verbs import Delete
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of
from tamis.server.web.scores.listing import about, listed


@needs(Permission.EDIT_SCORES)
@require_POST
def discard(request: HttpRequest, key: str) -> HttpResponse:
    """The draft goes; what is published stays as it is."""
    context = context_of(request)
    left = discard_draft(context.place, key, now=context.now, by=context.actor)
    messages.success(request, _("The draft is discarded."))
    return redirect("scores:score", key) if left is not None else redirect("scores:list")


@needs(Permission.PUBLISH)
@require_POST
def deactivate(request: HttpRequest, key: str) -> HttpResponse:
    """Out of use; its values stay as they were."""
    context = context_of(request)
    deactivate_score(context.place, key, now=context.now, by=context.actor)
    messages.success(request, _("The score is out of use. Its values stay as they are until it is used again."))
    return redirect("scores:score", key)


@needs(Permission.PUBLISH)
@require_POST
def activate(request: HttpRequest, key: str) -> HttpResponse:
    """Into use again, as it was published last; first it is shown what that changes."""
    context = context_of(request)
    draft_version(context.place, key, None, now=context.now, by=context.actor)
    return redirect("scores:review", key)


@needs(Permission.PUBLISH)
def delete(request: HttpRequest, key: str) -> HttpResponse:
    """What would go, and what forbids it; then it goes."""
    context = context_of(request)
    if request.method == "POST":
        context.do(Delete(key))
        messages.success(request, _('The score "%(key)s" is deleted.') % {"key": key})
        return redirect("scores:list")
    deletion = review_deletion(context.workspace, key)
    return render(request, "scores/delete.html", {**about(context, listed(context, key), ""), "deletion": deletion})
