"""Choosing a password by a link: the first administrator, who was invited, and who forgot theirs."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import perform_login
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from tamis.errors import UsageError
from tamis.operations.people import add_administrator, choose_password, count_tokens, has_people, link_of
from tamis.server.accounts.needs import public
from tamis.server.context import desk_of
from tamis.server.first_run import set_up_secret
from tamis.server.french import spoken


class ChoosingForm(forms.Form):
    """A password, twice."""

    password1 = forms.CharField(strip=False, max_length=1_000, widget=forms.PasswordInput)
    password2 = forms.CharField(strip=False, max_length=1_000, widget=forms.PasswordInput)

    def __init__(self, *args: Any, person: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._person = person

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for two that differ, and for one that is easy to guess."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        password = found.get("password1")
        if password is None or self.errors:
            return found
        if password != found.get("password2"):
            raise forms.ValidationError({"password2": _("The two passwords differ.")})
        try:
            validate_password(password, self._whose())
        except forms.ValidationError as error:
            raise forms.ValidationError({"password1": error}) from error
        return found

    def _whose(self) -> Any:
        return self._person


class SetUpForm(ChoosingForm):
    """The first administrator."""

    name = forms.CharField(max_length=150, label=gettext_lazy("Name"))
    email = forms.EmailField(max_length=254, label=gettext_lazy("E-mail address"))

    def _whose(self) -> Any:
        name, email = self.cleaned_data.get("name", ""), self.cleaned_data.get("email", "")
        return get_user_model()(name=name, email=email)


@public
@never_cache
@sensitive_post_parameters()
def set_up(request: HttpRequest, secret: str) -> HttpResponse:
    """Creates the first administrator. Only by the link that `tamis serve` logs, and only while there is nobody."""
    desk = desk_of(request)
    if has_people(desk.place):
        return redirect("sign_in")
    if not constant_time_compare(secret, set_up_secret(desk.place.folder)):
        raise Http404
    form = SetUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            add_administrator(
                desk.place, email=chosen["email"], name=chosen["name"], password=chosen["password1"], now=desk.now
            )
        except UsageError as error:
            form.add_error(None, spoken(str(error)))
        else:
            return _let_in(request, chosen["email"], reverse("start"))
    return _form(request, "accounts/set_up.html", form)


@public
@never_cache
@sensitive_post_parameters()
def choose(request: HttpRequest, secret: str) -> HttpResponse:
    """By an invitation, or a link to reset the password."""
    desk = desk_of(request)
    person = link_of(desk.place, secret, now=desk.now)
    if person is None:
        return render(request, "accounts/link_spent.html", status=410)
    stored = get_user_model().objects.get(pk=person.id)
    form = ChoosingForm(request.POST or None, person=stored)
    if request.method == "POST" and form.is_valid():
        try:
            password, keeps_tokens = form.cleaned_data["password1"], "keep_tokens" in request.POST
            choose_password(desk.place, secret, password, now=desk.now, keeps_tokens=keeps_tokens)
        except UsageError:
            return render(request, "accounts/link_spent.html", status=410)
        return _let_in(request, person.email, "/")
    return _form(
        request, "accounts/choose.html", form, person=person, tokens=count_tokens(desk.place, person.id, now=desk.now)
    )


def _form(request: HttpRequest, template: str, form: forms.Form, **more: Any) -> HttpResponse:
    shown = {"form": form, "rules": password_validators_help_texts(), **more}
    return render(request, template, shown, status=422 if form.errors else 200)


def _let_in(request: HttpRequest, email: str, url: str) -> HttpResponse:
    """Signs somebody in who has just chosen a password; who has a second factor is asked for it."""
    person = get_user_model().objects.get_by_natural_key(email)
    answer: HttpResponse = perform_login(request, person, email_verification="none", redirect_url=url)
    return answer
