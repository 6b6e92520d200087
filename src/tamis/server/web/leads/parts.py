"""Parts of the list that come after it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from tamis.operations.access import Permission
from tamis.operations.leads.asked import Asked
from tamis.operations.leads.reasons import read_reasons
from tamis.operations.models.likelihoods import leading_model, likelihoods_of
from tamis.operations.models.under_way import trainings_under_way
from tamis.operations.rescore import micros_of
from tamis.server.accounts.needs import needs
from tamis.server.context import Context, context_of
from tamis.server.web.leads.asking import Address


@require_GET
@needs(Permission.SEE_LEADS)
def reasons(request: HttpRequest) -> HttpResponse:
    """Why the leads that are shown stand where they stand: all of them at once."""
    context = context_of(request)
    said = request.GET
    ids, places = said.getlist("id"), said.getlist("n")
    found = read_reasons(
        context.workspace, ids, object=said.get("object", "contact"), score=said.get("score") or None, now=context.now
    )
    told = [(n, found.get(id, ())) for n, id in zip(places, ids, strict=False) if n.isascii() and n.isdigit()]
    return render(request, "leads/reasons.html", {"told": told, "now": micros_of(context.now())})


@require_GET
@needs(Permission.SEE_LEADS)
def likely(request: HttpRequest) -> HttpResponse:
    """How likely one lead is to reach the goal of a model, and what speaks for it and against it."""
    context, said = context_of(request), request.GET
    object, id, model = said.get("object", "contact"), said.get("id", ""), said.get("model", "")
    told = likelihoods_of(context.workspace, object, id, language=get_language() or "en")
    found = next((each for each in told if each.model == model), None)
    return render(request, "leads/likely.html", {"told": found, "now": micros_of(context.now())})


@require_GET
@needs(Permission.SEE_LEADS)
def learning(request: HttpRequest) -> HttpResponse:
    """Whether the first likelihoods of the records of an object are still being learnt, and what came of it."""
    context, object = context_of(request), request.GET.get("object", "contact")
    label = being_learnt(context, object)
    leading = None if label else leading_model(context.workspace, object)
    url = Address(Asked(object=object, model=leading.key, order="likelihood")).to() if leading else ""
    shown = {"object": object, "learning": label, "url": url, "may_see_models": context.may(Permission.SEE_SCORES)}
    return render(request, "leads/learning.html", shown)


def being_learnt(context: Context, object: str) -> str:
    """What the model is called that is trained of the records of an object; empty where none is."""
    return next((each.label for each in trainings_under_way(context.place) if each.object == object), "")
