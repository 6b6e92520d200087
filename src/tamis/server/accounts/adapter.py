"""How allauth works here: nobody signs up by themselves, and no mail is sent."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

_PLAIN = ("account/messages/logged_in.txt", "account/messages/logged_out.txt")


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

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Where the password was changed."""
        return reverse("security")


def shown_name(person: Any) -> str:
    """What allauth calls a person, in an authenticator app too."""
    return str(person.email)
