"""The password and the second step, by allauth: an authenticator app and recovery codes."""

from __future__ import annotations

from allauth.account.views import PasswordChangeView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView


class ChangePassword(PasswordChangeView):
    """Another password; signs out everywhere else."""

    template_name = "people/password.html"


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
