"""Who asks: a program with an API token, or somebody who is signed in, with the token of their forms."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware

from tamis.operations.access import Actor, Permission, require
from tamis.operations.people import actor_of_token
from tamis.server.api.limits import Allowance, Limits, limits_of_process
from tamis.server.api.problems import Refused
from tamis.server.context import PERSON, Context, actor_of, desk_of

_SCHEME = "bearer "
_SAFE = ("GET", "HEAD", "OPTIONS")
_LIMITS: Limits = limits_of_process()


@dataclass(frozen=True)
class Entered:
    """Who was let in, and what they may still ask for."""

    context: Context
    allowance: Allowance


def enter(request: HttpRequest, permission: Permission | None) -> Entered:
    """Lets in who has the permission; None: whoever is known.

    Raises Refused for who is nobody, sends another site's form or asks too often, Forbidden for who has not.
    """
    actor = _actor(request)
    allowance = _LIMITS.take((actor.id, actor.token))
    if allowance.wait:
        sentence = f"These are more than {allowance.limit} requests a minute; wait {allowance.wait} s."
        raise Refused(429, "too-many-requests", sentence, headers=allowance.headers)
    if permission is not None:
        require(actor, permission)
    desk = desk_of(request)
    return Entered(Context(desk, actor, "en", desk.place.time_zone), allowance)


def _actor(request: HttpRequest) -> Actor:
    sent = request.headers.get("Authorization", "")
    if sent:
        return _actor_of_token(request, sent)
    if not request.user.is_authenticated:
        raise _unknown("Send an API token: Authorization: Bearer TOKEN. Tokens are made in the settings.")
    if request.method not in _SAFE:
        _refuse_foreign(request)
    return actor_of(request)


def _actor_of_token(request: HttpRequest, sent: str) -> Actor:
    desk = desk_of(request)
    is_bearer = sent[: len(_SCHEME)].lower() == _SCHEME and sent.isascii()
    actor = actor_of_token(desk.place, sent[len(_SCHEME) :].strip(), now=desk.now) if is_bearer else None
    if actor is None:
        raise _unknown("This API token lets nobody in: it is unknown, expired or revoked.")
    request.environ[PERSON] = actor.id
    return actor


def _unknown(sentence: str) -> Refused:
    return Refused(401, "unauthorized", sentence, headers={"WWW-Authenticate": 'Bearer realm="Tamis"'})


def _refuse_foreign(request: HttpRequest) -> None:
    """What a browser sends with the cookie of a session needs the token of its forms, as on every page."""
    checking = _Checking(lambda _: None)
    checking.process_request(request)
    if (reason := checking.process_view(request, None, (), {})) is not None:
        raise Refused(403, "foreign-form", f"Send the token of the forms as X-CSRFToken. {reason}")


class _Checking(CsrfViewMiddleware):
    """Says why a form is refused, instead of answering."""

    def _reject(self, request: HttpRequest, reason: str) -> str:
        return f"{reason}".rstrip(".") + "."
