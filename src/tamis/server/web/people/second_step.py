"""The password and the second step, by allauth: an authenticator app and recovery codes."""

from __future__ import annotations

from typing import Any

from allauth.account.views import PasswordChangeView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import ngettext

from tamis.operations.people import count_tokens, revoke_own_tokens
from tamis.server.context import context_of


class ChangePassword(PasswordChangeView):
    """Another password; signs out everywhere else, and ends one's API tokens unless one asks to keep them."""

    template_name = "people/password.html"

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """`tokens`: how many of one's own are good."""
        context = context_of(self.request)
        tokens = count_tokens(context.place, self.request.user.pk, now=context.now)
        return {**super().get_context_data(**more), "tokens": tokens}

    def form_valid(self, form: Any) -> HttpResponse:
        """Says how many tokens have ended."""
        answer: HttpResponse = super().form_valid(form)
        context = context_of(self.request)
        if "keep_tokens" in self.request.POST:
            return answer
        if ended := revoke_own_tokens(context.place, context.actor, now=context.now):
            told = ngettext("%(count)s API token has ended.", "%(count)s API tokens have ended.", ended)
            messages.info(self.request, told % {"count": ended})
        return answer


class TurnOn(ActivateTOTPView):
    """Shows the secret for an authenticator app, and asks for its first code."""

    template_name = "people/second_step_on.html"


class TurnOff(DeactivateTOTPView):
    """Has one sign in by password alone."""

    template_name = "people/second_step_off.html"


class Codes(ViewRecoveryCodesView):
    """The recovery codes, once."""

    template_name = "people/recovery_codes.html"


class NewCodes(GenerateRecoveryCodesView):
    """Other recovery codes in place of those before."""

    template_name = "people/new_recovery_codes.html"
