"""What people do by way of allauth goes into the audit log too: signing in, another password, the second step."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from tamis.operations.access import Actor, Role
from tamis.operations.people import note
from tamis.operations.rescore import micros_of
from tamis.server.context import desk_of
from tamis.store.application import Deed, open_application


def listen() -> None:
    """From now on; once a process."""
    user_logged_in.connect(_signed_in)
    password_changed.connect(_changed_password)
    authenticator_added.connect(_turned_on)
    authenticator_removed.connect(_turned_off)
    authenticator_reset.connect(_renewed)


def _signed_in(request: HttpRequest, user: Any, **_: Any) -> None:
    # Nobody else deletes those that are over.
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    _note(request, user, "sign_in")


def _changed_password(request: HttpRequest, user: Any, **_: Any) -> None:
    _note(request, user, "change_password")


def _turned_on(request: HttpRequest, user: Any, authenticator: Any, **_: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        _note(request, user, "turn_on_second_step")


def _turned_off(request: HttpRequest, user: Any, authenticator: Any, **_: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        _note(request, user, "turn_off_second_step")


def _renewed(request: HttpRequest, user: Any, **_: Any) -> None:
    _note(request, user, "renew_recovery_codes")


def _note(request: HttpRequest, user: Any, kind: str) -> None:
    desk = desk_of(request)
    with open_application(desk.place.application) as application:
        note(application, Actor(user.name, Role(user.role), user.pk), Deed(kind), micros_of(desk.now()))
