"""Views are saved, changed, deleted, and brought back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tamis.errors import UsageError
from tamis.operations.access import Permission
from tamis.operations.leads.asked import read_asked
from tamis.operations.leads.views import change_view, delete_view, save_view
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of
from tamis.server.french import spoken
from tamis.server.web.leads.asking import Address

# Where the session keeps the view that was deleted last.
_DELETED = "leads_deleted"


def just_deleted(request: HttpRequest) -> dict[str, Any] | None:
    """The view that was deleted on the page before, which is offered back once."""
    gone: dict[str, Any] | None = request.session.get(_DELETED)
    if gone is None or gone.get("is_offered"):
        return None
    request.session[_DELETED] = {**gone, "is_offered": True}
    return gone


@require_POST
@needs(Permission.SEE_LEADS)
def save(request: HttpRequest) -> HttpResponse:
    """What is shown becomes a new view."""
    context, said = context_of(request), request.POST
    asked = read_asked(said.get("asked", ""))
    try:
        view = save_view(
            context.place, context.actor, said.get("name", ""), asked, is_shared="share" in said, now=context.now
        )
    except UsageError as error:
        messages.error(request, spoken(str(error)))
        return redirect(Address(asked).to())
    return redirect(Address(view.asked, view).to())


@require_POST
@needs(Permission.SEE_LEADS)
def change(request: HttpRequest, id: int) -> HttpResponse:
    """A view becomes what is shown."""
    context = context_of(request)
    asked = read_asked(request.POST.get("asked", ""))
    view = change_view(context.place, context.actor, id, asked=asked, now=context.now)
    messages.success(request, _("“%(name)s” is saved.") % {"name": view.name})
    return redirect(Address(view.asked, view).to())


@require_POST
@needs(Permission.SEE_LEADS)
def delete(request: HttpRequest, id: int) -> HttpResponse:
    """A view goes; the list offers it back."""
    context = context_of(request)
    view = delete_view(context.place, context.actor, id)
    request.session[_DELETED] = {"name": view.name, "asked": view.asked.as_json(), "is_shared": view.is_shared}
    return redirect(Address(replace(view.asked)).to())


@require_POST
@needs(Permission.SEE_LEADS)
def restore(request: HttpRequest) -> HttpResponse:
    """The view that was deleted last comes back; or its offer goes."""
    context = context_of(request)
    gone = request.session.pop(_DELETED, None)
    if gone is None or "keep" in request.POST:
        return redirect("leads:list")
    asked = read_asked(gone["asked"])
    view = save_view(context.place, context.actor, gone["name"], asked, is_shared=gone["is_shared"], now=context.now)
    return redirect(Address(view.asked, view).to())
