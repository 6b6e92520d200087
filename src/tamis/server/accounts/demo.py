"""Into the demo workspace by a link: whoever made the company on this machine has it, and needs no password."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache

from tamis.operations.demo_workspace import DEMO_PERSON, demo_secret
from tamis.server.accounts.needs import public
from tamis.server.context import desk_of


@public
@never_cache
def look_round(request: HttpRequest, secret: str) -> HttpResponse:
    """Signs in who looks round. There is no such page in any other workspace, nor for a link that is wrong."""
    expected = demo_secret(desk_of(request).place.folder)
    if expected is None or not constant_time_compare(secret, expected):
        raise Http404
    person = get_user_model().objects.filter(email=DEMO_PERSON, is_active=True).first()
    if person is None:
        raise Http404
    answer: HttpResponse = perform_login(request, person, email_verification="none", redirect_url="/")
    return answer
