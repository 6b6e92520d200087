"""The page of the overview, and its parts, which come one by one."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tamis.operations.access import Permission
from tamis.operations.overview import PERIODS
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of
from tamis.server.web.overview.links import to
from tamis.server.web.overview.looking import choice_of, looking
from tamis.server.web.overview.parts import part_named


@needs(Permission.SEE_OVERVIEW)
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The frame of the overview: the score and the period; its parts ask for themselves."""
    choice = choice_of(request, context_of(request))
    query = {"period": choice.period.name, **({"score": choice.score.key} if choice.score else {})}
    names = {"day": _("24 hours"), "week": _("7 days"), "month": _("4 weeks"), "quarter": _("13 weeks")}
    return render(
        request,
        "overview/overview.html",
        {
            "choice": choice,
            "query": urlencode(query),
            "periods": [(name, names[name]) for name in PERIODS],
            "scores_link": to("scores:list"),
        },
    )


@needs(Permission.SEE_OVERVIEW)
@require_GET
def part(request: HttpRequest, name: str) -> HttpResponse:
    """One part of it."""
    show, is_of_score = part_named(name)
    with looking(request) as look:
        if is_of_score and look.choice.score is None:
            return render(request, "overview/no_score.html", {"scores_link": to("scores:list")})
        shown = show(look, request)
    query = {"period": look.choice.period.name, **({"score": look.choice.score.key} if look.choice.score else {})}
    return render(request, f"overview/{name}.html", {**shown, "choice": look.choice, "query": query})
