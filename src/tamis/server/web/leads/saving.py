"""Views are saved, changed and deleted."""

from __future__ import annotations

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
from tamis.server.web.leads.undoing import offer_undo


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
    told = _("The view “%(name)s” is deleted.") % {"name": view.name}
    offer_undo(request, told, "view", name=view.name, asked=view.asked.as_json(), is_shared=view.is_shared)
    return redirect(Address(view.asked).to())
