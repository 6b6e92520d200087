"""API tokens of one's own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tamis.errors import UsageError
from tamis.operations.access import Permission
from tamis.operations.people import TOKEN_SCOPES, list_tokens, make_token, revoke_token
from tamis.operations.rescore import micros_of
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of
from tamis.server.french import spoken
from tamis.server.web.people.words import permission_names

DAYS = (30, 90, 365, 0)
"""For how long tokens are made; 0 is for ever."""


@needs(Permission.OWN_SETTINGS)
@never_cache
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens; a form sent makes one, whose secret is shown this once."""
    if request.method == "POST":
        return _make(request)
    return _list(request)


@needs(Permission.OWN_SETTINGS)
@require_POST
def revoke(request: HttpRequest, id: int) -> HttpResponse:
    """Ends a token."""
    context = context_of(request)
    try:
        revoke_token(context.place, context.actor, id, now=context.now)
    except UsageError as error:
        messages.error(request, spoken(str(error)))
    else:
        messages.success(request, _("The token is good no more."))
    return redirect("tokens")


def _make(request: HttpRequest) -> HttpResponse:
    context, said = context_of(request), request.POST
    known = {scope.value: scope for scope in TOKEN_SCOPES}
    scopes = [known[each] for each in said.getlist("scopes") if each in known]
    days = int(said["days"]) if said.get("days", "") in map(str, DAYS) else DAYS[0]
    try:
        secret, token = make_token(
            context.place, context.actor, name=said.get("name", ""), scopes=scopes, days=days or None, now=context.now
        )
    except UsageError as error:
        return _list(request, status=422, refused=spoken(str(error)), name=said.get("name", ""), chosen=scopes)
    return _list(request, secret=secret, made=token)


def _list(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    context = context_of(request)
    names = permission_names()
    scopes = [(scope, names[scope]) for scope in TOKEN_SCOPES if context.may(scope)]
    at = micros_of(context.now())
    found = [
        (token, token.is_good(at), [names[scope] for scope in TOKEN_SCOPES if scope.value in token.scopes])
        for token in list_tokens(context.place, context.actor)
    ]
    shown = {"tokens": found, "scopes": scopes, "days": DAYS, "now": at, "address": request.build_absolute_uri("/")}
    return render(request, "people/tokens.html", {**shown, **more}, status=status)
