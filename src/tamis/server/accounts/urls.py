"""Signing in and out."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from tamis.server.accounts.needs import public

urlpatterns = [
    path("sign-in/", public(LoginView.as_view(template_name="accounts/sign_in.html")), name="sign_in"),
    path("sign-out/", public(LogoutView.as_view(next_page="sign_in")), name="sign_out"),
]
