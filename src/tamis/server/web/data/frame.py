"""The tabs above every page of data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tamis.operations.access import Permission
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of


@dataclass(frozen=True)
class Tab:
    """One of them."""

    label: str
    icon: str
    url: str
    is_current: bool


def page(request: HttpRequest, template: str, tab: str, shown: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page under a tab, by the name of the tab's route."""
    may_change = context_of(request).may(Permission.CHANGE_DATA)
    told = {"tabs": _tabs(request, tab), "may_change": may_change, **shown}
    return render(request, template, told, status=status)


@needs(Permission.SEE_DATA)
def home(request: HttpRequest) -> HttpResponse:
    """The first tab that the person may see."""
    return redirect(_tabs(request, "")[0].url)


def _tabs(request: HttpRequest, current: str) -> list[Tab]:
    context = context_of(request)
    every = (
        ("data-choose", _("Import"), "file-import", Permission.CHANGE_DATA),
        ("data-sources", _("Sources"), "plug-connected", Permission.MANAGE_SOURCES),
        ("data-names", _("Properties and events"), "list-details", Permission.SEE_DATA),
        ("data-duplicates", _("Duplicates"), "users", Permission.SEE_DATA),
        ("data-jobs", _("Jobs"), "progress-check", Permission.SEE_DATA),
    )
    return [
        Tab(label, icon, reverse(route), route == current)
        for route, label, icon, permission in every
        if context.may(permission)
    ]
