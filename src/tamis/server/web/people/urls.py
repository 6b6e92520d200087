"""Routes of the settings."""

from django.urls import path
from django.views.decorators.cache import never_cache

from tamis.operations.access import Permission
from tamis.server.accounts.needs import needs
from tamis.server.web.people import audit, own, roster, second_step, tokens

_own = needs(Permission.OWN_SETTINGS)

# The names that begin with account_ and mfa_ are those by which allauth finds them.
urlpatterns = [
    path("", own.profile, name="settings"),
    path("security/", own.security, name="security"),
    path("security/", own.security, name="mfa_index"),
    path("security/sign-out-everywhere/", own.sign_out, name="sign_out_everywhere"),
    path("security/password/", _own(second_step.ChangePassword.as_view()), name="account_change_password"),
    path("security/second-step/", _own(never_cache(second_step.TurnOn.as_view())), name="mfa_activate_totp"),
    path("security/second-step/off/", _own(second_step.TurnOff.as_view()), name="mfa_deactivate_totp"),
    path("security/recovery-codes/", _own(never_cache(second_step.Codes.as_view())), name="mfa_view_recovery_codes"),
    path("security/recovery-codes/new/", _own(second_step.NewCodes.as_view()), name="mfa_generate_recovery_codes"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:id>/revoke/", tokens.revoke, name="revoke_token"),
    path("people/", roster.people, name="people"),
    path("people/<int:id>/role/", roster.role, name="change_role"),
    path("people/<int:id>/<str:deed>/", roster.act, name="act_on_person"),
    path("audit/", audit.audit, name="audit"),
    path("audit.csv", audit.export, name="export_audit"),
]
