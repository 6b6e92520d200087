"""The list of models, one at a glance, and its card: on a page, as a file, as data."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tamis.operations.access import Permission
from tamis.operations.models.scheduling import drifted, next_asking, next_training
from tamis.operations.models.under_way import trainings_under_way
from tamis.operations.rescore import micros_of
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of
from tamis.server.web.models.forms import number_of
from tamis.server.web.models.shown import (
    about,
    allowed,
    card_of,
    drawn,
    listed,
    meanings_in,
    model_of,
    models_of,
    runs_of,
    spoken_language,
    suggested,
    tried_card,
)


@needs(Permission.SEE_SCORES)
@require_GET
def all_models(request: HttpRequest) -> HttpResponse:
    """Every model: what it foretells, how good it is, when it spoke last. Without one: what a model is for."""
    context = context_of(request)
    found = [each for model in models_of(context) if (each := listed(context, model)) is not None]
    may = allowed(context)
    goals = suggested(context) if not found and may["may_publish"] else []
    under_way = trainings_under_way(context.place)
    shown = {"models": found, "under_way": under_way, "suggested": goals, "now": micros_of(context.now()), **may}
    return render(request, "models/list.html", shown)


@needs(Permission.SEE_SCORES)
@require_GET
def model(request: HttpRequest, key: str) -> HttpResponse:
    """One model at a glance: its verdict, what to expect, and what it does by itself."""
    context = context_of(request)
    shown = about(context, key, "glance")
    found, card = shown["model"], card_of(context, key)
    runs, tried = runs_of(found), tried_card(found)
    told = {
        "card": card,
        "parts": drawn(card, "verdict", "expect") if found.versions else "",
        "tried": drawn(tried, "verdict", "rates", "sample", "leaks") if tried else "",
        "run": next(iter(runs), None),
        "moved": [each["name"] for each in drifted(runs, card)],
        "next_training": next_training(found),
        "next_asking": next_asking(found),
    }
    return render(request, "models/model.html", {**shown, **told})


@needs(Permission.SEE_SCORES)
@require_GET
def card(request: HttpRequest, key: str) -> HttpResponse:
    """How good a version is: the live one, or the one that is asked for."""
    context = context_of(request)
    shown = about(context, key, "card")
    number = number_of(request.GET.get("version"))
    found = card_of(context, key, number)
    return render(request, "models/card.html", {**shown, "card": found, "parts": drawn(found)})


@needs(Permission.SEE_SCORES)
@require_GET
def card_file(request: HttpRequest, key: str) -> HttpResponse:
    """The card as one file that needs nothing else."""
    from tamis.predict.card.html.page import to_html

    context = context_of(request)
    found = card_of(context, key, number_of(request.GET.get("version")))
    page = to_html(found, language=spoken_language(), meanings=meanings_in(found))
    return _file(page, "text/html; charset=utf-8", f"{key}-v{found.version}.html")


@needs(Permission.SEE_SCORES)
@require_GET
def card_json(request: HttpRequest, key: str) -> HttpResponse:
    """The card as data."""
    from tamis.predict.card.json_form import to_json

    context = context_of(request)
    found = card_of(context, key, number_of(request.GET.get("version")))
    text = to_json(found, language=spoken_language())
    return _file(text, "application/json", f"{key}-v{found.version}.json")


@needs(Permission.SEE_SCORES)
@require_GET
def goal_file(request: HttpRequest, key: str) -> HttpResponse:
    """The goal as YAML."""
    found = model_of(context_of(request), key)
    return _file(found.goal, "application/yaml; charset=utf-8", f"{key}.yaml")


def _file(content: str | bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
