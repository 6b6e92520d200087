"""A new model: a goal that the data suggest, one by a form, or one that was written; and whether it can be learnt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tamis.definitions.goal import read_goal
from tamis.errors import TamisError
from tamis.operations.access import Permission
from tamis.operations.known_names import KnownProperty, known_names
from tamis.operations.offered_values import offered_values
from tamis.operations.verbs import AssessGoal
from tamis.server.accounts.needs import needs
from tamis.server.context import Context, context_of
from tamis.server.web.data.following import follow
from tamis.server.web.models.forms import KINDS, form_of, goal_text
from tamis.server.web.models.shown import expected_of, in_words, model_of, models_of, suggested
from tamis.server.web.models.words import expected_in_words
from tamis.server.web.models.working import asked_again, waiting
from tamis.server.web.models.writing import refused, writing

if TYPE_CHECKING:
    from tamis.operations.models.assessing import Assessed

_OBJECTS = ("contact", "company", "deal")
# Seconds: small data are counted by then.
_WITHIN = 1.5
_FILE = "goal.yaml"


@needs(Permission.PUBLISH)
@require_GET
def new(request: HttpRequest) -> HttpResponse:
    """The ways to say what shall be foretold."""
    context = context_of(request)
    return render(request, "models/new.html", {"suggested": suggested(context), **_offered(context, request)})


@needs(Permission.PUBLISH)
@require_GET
def values(request: HttpRequest) -> HttpResponse:
    """What a property may be, for the form."""
    context = context_of(request)
    object_type, name = request.GET.get("object", "contact"), request.GET.get("property", "")
    known = _properties(context, object_type)
    found = offered_values(context.workspace, object_type, name).values if name in {each.name for each in known} else ()
    return render(request, "models/values.html", {"values": found})


@needs(Permission.PUBLISH)
@require_POST
def by_form(request: HttpRequest) -> HttpResponse:
    """The goal of the form; then whether it can be learnt."""
    context, form = context_of(request), form_of(request.POST)
    types = {each.name: each.type for each in _properties(context, form.object)}
    taken = {each.key: each for each in models_of(context)}
    return _checked(request, goal_text(form, types=types, taken=taken))


@needs(Permission.PUBLISH)
def write(request: HttpRequest) -> HttpResponse:
    """A goal as YAML, with every mistake at its line; then whether it can be learnt."""
    context = context_of(request)
    if request.method == "POST":
        return _checked(request, request.POST.get("text", "").replace("\r\n", "\n"))
    key = request.GET.get("of")
    return writing(request, model_of(context, key).goal if key else "", ())


@needs(Permission.PUBLISH)
@require_POST
def rewrite(request: HttpRequest) -> HttpResponse:
    """A goal that was made otherwise, to be changed as YAML."""
    return writing(request, request.POST.get("text", ""), ())


@needs(Permission.PUBLISH)
@require_GET
def checked(request: HttpRequest, job: int) -> HttpResponse:
    """Whether there is enough to learn it from; how far the count is, until that is known."""
    context = context_of(request)
    title, followed = _("Counting what there is to learn from"), follow(context, job)
    verb = followed.verb
    if not isinstance(verb, AssessGoal):
        return redirect("models:new")
    if request.htmx:
        return asked_again(request, context, followed, title)
    try:
        found: Assessed | None = context.desk.result(verb, job, within=_WITHIN)
    except TamisError as error:
        return refused(request, verb.text, error)
    if found is None:
        return waiting(request, context, followed, title)
    goal = read_goal((_FILE, verb.text)).goal
    shown = {"assessed": found, "text": verb.text, "goal": in_words(context, goal) if goal else None}
    is_there = any(each.key == found.key for each in models_of(context))
    expected = expected_in_words(expected_of(context, found.key))
    return render(request, "models/checked.html", {**shown, "is_there": is_there, "expected": expected, "kinds": KINDS})


def _checked(request: HttpRequest, text: str) -> HttpResponse:
    written = read_goal((_FILE, text))
    if written.goal is None:
        return writing(request, text, written.issues)
    return redirect("models:checked", context_of(request).submit(AssessGoal(text, _FILE)))


def _properties(context: Context, object_type: str) -> tuple[KnownProperty, ...]:
    found = known_names(context.workspace).object(object_type)
    return found.properties if found else ()


def _offered(context: Context, request: HttpRequest) -> dict[str, Any]:
    """What the form offers for one object."""
    names = known_names(context.workspace)
    objects = [each.object for each in names.objects if each.object in _OBJECTS and each.records]
    asked = request.GET.get("object", "")
    chosen = asked if asked in objects else next(iter(objects), "contact")
    found = names.object(chosen)
    return {
        "objects": objects,
        "object": chosen,
        "properties": sorted(each.name for each in found.properties) if found else (),
        "events": names.events,
        "segments": [each for each in names.segments if each.object == chosen and not each.is_draft],
    }
