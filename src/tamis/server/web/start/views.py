"""The first steps as a list, each with what there is to do next."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tamis.operations.access import Permission
from tamis.operations.beginning import read_beginning
from tamis.operations.verbs import BringDemo
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of

# Seconds: a small company is there by then, on a machine that has nothing else to do.
_WAIT = 5.0


@needs(Permission.SEE_OVERVIEW)
def start(request: HttpRequest) -> HttpResponse:
    """How far the workspace is, and the next step."""
    context = context_of(request)
    may = {permission.value: context.may(permission) for permission in Permission}
    return render(request, "start/start.html", {"beginning": read_beginning(context.workspace), "may": may})


@needs(Permission.CHANGE_DATA)
@require_POST
def demo(request: HttpRequest) -> HttpResponse:
    """Brings a demo company in."""
    context = context_of(request)
    if context.do(BringDemo(), within=_WAIT) is not None:
        messages.success(request, _("The demo company is there."))
    return redirect("start")
