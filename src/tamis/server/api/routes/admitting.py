"""What an administrator does for people who come, forget, or lose: links, sessions, second steps."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.responses import Status

from tamis.operations.access import Permission
from tamis.operations.people import (
    Invited,
    forget_second_factor,
    make_reset_link,
    renew_invitation,
    sign_out_everywhere,
    withdraw_invitation,
)
from tamis.server.api.routes.people import InvitedTold, known_person, router, told_invited
from tamis.server.api.routing import context_in, route


@route(router, "POST", "/people/{int:id}/invitation", Permission.MANAGE_PEOPLE, InvitedTold, tells_secret=True)
def renew_invitation_(request: HttpRequest, id: int) -> Any:
    """Make another link for who was invited and has not come yet; the one before is good no more."""
    return _linked(request, id, renew_invitation)


@route(router, "DELETE", "/people/{int:id}/invitation", Permission.MANAGE_PEOPLE, {204: None})
def withdraw_invitation_(request: HttpRequest, id: int) -> Any:
    """Withdraw the invitation of who has not come yet: they are forgotten."""
    return _done(request, id, withdraw_invitation)


@route(router, "POST", "/people/{int:id}/reset-link", Permission.MANAGE_PEOPLE, InvitedTold, tells_secret=True)
def make_reset_link_(request: HttpRequest, id: int) -> Any:
    """Make a link by which a person chooses another password, once; it is told once."""
    return _linked(request, id, make_reset_link)


@route(router, "POST", "/people/{int:id}/sign-out", Permission.MANAGE_PEOPLE, {204: None})
def sign_out_person(request: HttpRequest, id: int) -> Any:
    """End every session of a person."""
    return _done(request, id, sign_out_everywhere)


@route(router, "DELETE", "/people/{int:id}/second-step", Permission.MANAGE_PEOPLE, {204: None})
def forget_second_step(request: HttpRequest, id: int) -> Any:
    """Have a person sign in by password alone, until they set a second step up anew; they are signed out."""
    return _done(request, id, forget_second_factor)


def _linked(request: HttpRequest, id: int, make: Any) -> dict[str, Any]:
    context = context_in(request)
    known_person(request, id)
    invited: Invited = make(context.place, context.actor, id, now=context.now)
    return told_invited(request, invited)


def _done(request: HttpRequest, id: int, do: Any) -> Status[None]:
    context = context_in(request)
    known_person(request, id)
    do(context.place, context.actor, id, now=context.now)
    return Status(204, None)
