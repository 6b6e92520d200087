"""Signing in: the password, then the code of who has a second factor; and again, before what matters most."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView, LogoutView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from tamis.operations.people import has_people
from tamis.server.context import desk_of


class SignIn(LoginView):
    """The form with e-mail address and password."""

    template_name = "accounts/sign_in.html"

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """`is_new`: there is nobody yet who could sign in."""
        found: dict[str, Any] = super().get_context_data(**more)
        return {**found, "is_new": not has_people(desk_of(self.request).place)}


class SignOut(LogoutView):
    """Ends the session. Only a form of ours does that, and no link."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Shows the first page."""
        return redirect("/")


class SignInCode(AuthenticateView):
    """The code of the second factor, or a recovery code."""

    template_name = "accounts/sign_in_code.html"


class PasswordAgain(ReauthenticateView):
    """The password, before what matters most."""

    template_name = "accounts/password_again.html"


class CodeAgain(CodeAgainView):
    """The code, before what matters most."""

    template_name = "accounts/code_again.html"
