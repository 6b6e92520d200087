"""The first page: the first of the navigation that the person may see; the first steps, where nothing is published."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from tamis.operations.access import Permission
from tamis.operations.beginning import has_published
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of
from tamis.server.web.pages import PAGES


@needs(Permission.OWN_SETTINGS)
def home(request: HttpRequest) -> HttpResponse:
    """Where one begins."""
    context = context_of(request)
    if context.may(Permission.PUBLISH) and not has_published(context.place):
        return redirect("start")
    for page in PAGES:
        if page.label and context.may(page.permission):
            return redirect(page.route)
    raise Http404
