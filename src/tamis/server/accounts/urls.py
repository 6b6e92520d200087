"""Signing in and out, the links by which people choose a password, and their second factor."""

from django.urls import path

from tamis.operations.access import Permission
from tamis.server.accounts.choosing import choose, set_up
from tamis.server.accounts.demo import look_round
from tamis.server.accounts.needs import needs, public
from tamis.server.accounts.signing_in import CodeAgain, PasswordAgain, SignIn, SignInCode, SignOut

# The names that begin with account_ and mfa_ are those by which allauth finds them.
urlpatterns = [
    path("sign-in/", public(SignIn.as_view()), name="sign_in"),
    path("sign-in/", public(SignIn.as_view()), name="account_login"),
    path("sign-in/code/", public(SignInCode.as_view()), name="mfa_authenticate"),
    path(
        "sign-in/password-again/",
        needs(Permission.OWN_SETTINGS)(PasswordAgain.as_view()),
        name="account_reauthenticate",
    ),
    path("sign-in/code-again/", needs(Permission.OWN_SETTINGS)(CodeAgain.as_view()), name="mfa_reauthenticate"),
    path("sign-out/", public(SignOut.as_view()), name="sign_out"),
    path("sign-out/", public(SignOut.as_view()), name="account_logout"),
    path("set-up/<str:secret>/", set_up, name="set_up"),
    path("demo/<str:secret>/", look_round, name="look_round"),
    path("welcome/<str:secret>/", choose, name="choose_password"),
]
