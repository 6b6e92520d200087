"""How allauth works here: nobody signs up by themselves, and no mail is sent."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tamis.server.accounts.guessing import Guesses
from tamis.store.application.person import folded_email

_PLAIN = ("account/messages/logged_in.txt", "account/messages/logged_out.txt")
# One process answers, so its memory knows of every attempt.
_GUESSES = Guesses()


class AccountAdapter(DefaultAccountAdapter):
    """See https://docs.allauth.org/en/latest/account/adapter.html."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come by invitation."""
        return False

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Only who knows the password of a deactivated person comes here."""
        messages.error(request, _("You can sign in no more; an administrator can change that."))
        return redirect("sign_in")

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **more: Any
    ) -> None:
        """But for what one sees anyway: that one is signed in, or out."""
        if message_template not in _PLAIN:
            super().add_message(request, level, message_template, *args, **more)

    def send_notification_mail(self, *_args: Any, **_kwargs: Any) -> None:
        """There may be no mail server; what happened to an account is in the audit log."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Raises ValidationError for a client that erred too often; after errors of many clients, it takes longer."""
        super().pre_authenticate(request, **credentials)
        if not _GUESSES.wait(_login(credentials)):
            self._rollback_login_failed_rl_usage()
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Counts for the address that somebody tried."""
        _GUESSES.failed(_login(credentials))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # allauth counts by the address alone, and so would let anybody who knows it keep its owner out.
        return f"{self.get_client_ip(request)} {_login(credentials)}"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Where the password was changed."""
        return reverse("security")


def _login(credentials: dict[str, Any]) -> str:
    return folded_email(str(credentials.get("email", "")))


def shown_name(person: Any) -> str:
    """What allauth calls a person, in an authenticator app too."""
    return str(person.email)
