"""The people of the workspace: who may do what, and who may no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tamis.errors import UsageError
from tamis.operations import people as operations
from tamis.operations.access import Permission, Role
from tamis.operations.people import Invited
from tamis.operations.rescore import micros_of
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of
from tamis.server.french import spoken
from tamis.server.web.people.words import role_names

_DEEDS: dict[str, Callable[..., Any]] = {
    "deactivate": operations.deactivate,
    "activate": operations.activate,
    "withdraw": operations.withdraw_invitation,
    "renew": operations.renew_invitation,
    "reset-link": operations.make_reset_link,
    "sign-out": operations.sign_out_everywhere,
    "second-step": operations.forget_second_factor,
}


@needs(Permission.MANAGE_PEOPLE)
@never_cache
def people(request: HttpRequest) -> HttpResponse:
    """Everybody; a form sent invites somebody."""
    if request.method == "POST":
        return _invite(request)
    return _list(request)


@needs(Permission.MANAGE_PEOPLE)
@require_POST
def role(request: HttpRequest, id: int) -> HttpResponse:
    """Gives a person another role."""
    context = context_of(request)
    try:
        changed = operations.change_role(context.place, context.actor, id, _role(request), now=context.now)
    except UsageError as error:
        messages.error(request, spoken(str(error)))
    else:
        said = {"name": changed.name, "role": role_names()[Role(changed.role)]}
        messages.success(request, _("%(name)s is %(role)s now.") % said)
    return redirect("people")


@needs(Permission.MANAGE_PEOPLE)
@never_cache
@require_POST
def act(request: HttpRequest, id: int, deed: str) -> HttpResponse:
    """One of the other things that an administrator does with a person."""
    if deed not in _DEEDS:
        raise Http404
    context = context_of(request)
    try:
        done = _DEEDS[deed](context.place, context.actor, id, now=context.now)
    except UsageError as error:
        messages.error(request, spoken(str(error)))
        return redirect("people")
    if isinstance(done, Invited):
        return _link(request, done, is_reset=deed == "reset-link")
    messages.success(request, _("Done; it is in the audit log."))
    return redirect("people")


def _invite(request: HttpRequest) -> HttpResponse:
    context, said = context_of(request), request.POST
    email, name = said.get("email", ""), said.get("name", "")
    try:
        invited = operations.invite(
            context.place, context.actor, email=email, name=name, role=_role(request), now=context.now
        )
    except UsageError as error:
        return _list(request, status=422, refused=spoken(str(error)), email=email, name=name)
    return _link(request, invited, is_reset=False)


def _list(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    context = context_of(request)
    seen = operations.list_people(context.place, now=context.now)
    shown = {"people": seen, "roles": role_names().items(), "now": micros_of(context.now()), **more}
    return render(request, "people/people.html", shown, status=status)


def _link(request: HttpRequest, invited: Invited, *, is_reset: bool) -> HttpResponse:
    """Shown once: the link is kept nowhere."""
    url = request.build_absolute_uri(reverse("choose_password", args=[invited.secret]))
    return render(request, "people/link.html", {"invited": invited, "url": url, "is_reset": is_reset})


def _role(request: HttpRequest) -> Role:
    try:
        return Role(request.POST.get("role", ""))
    except ValueError:
        raise UsageError("Choose a role.") from None
