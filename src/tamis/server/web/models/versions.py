"""The versions of a model: which one is live, by hand; what was live when, and why; and what it does by itself."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tamis.errors import UsageError
from tamis.operations.access import Permission
from tamis.operations.models.scheduling import next_asking, next_training
from tamis.operations.verbs import (
    DeleteModel,
    PredictModels,
    PublishModel,
    RevertModel,
    ScheduleModel,
    WithdrawModel,
)
from tamis.server.accounts.needs import needs
from tamis.server.context import Context, context_of
from tamis.server.web.models.forms import KINDS, number_of
from tamis.server.web.models.shown import about, card_of, expected_of, model_of
from tamis.server.web.models.words import expected_in_words


@needs(Permission.SEE_SCORES)
@require_GET
def versions(request: HttpRequest, key: str) -> HttpResponse:
    """All versions, newest first, and what was live when."""
    context = context_of(request)
    shown = about(context, key, "versions")
    newest = shown["model"].versions[:1]
    kept = newest[0].kept if newest else ()
    found = [each.finding.name for each in card_of(context, key, newest[0].number).leaks] if newest else []
    told = {"leaks": list(dict.fromkeys([*found, *kept])), "kept": kept, "kinds": KINDS}
    told["expected"] = expected_in_words(expected_of(context, key))
    return render(request, "models/versions.html", {**shown, **told})


@needs(Permission.PUBLISH)
@require_POST
def publish(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Makes a version live; then its likelihoods are computed."""
    context = context_of(request)
    is_anyway = request.POST.get("anyway") == "yes"
    context.do(PublishModel(key, number, is_anyway))
    messages.success(request, _("Version %(number)s is live.") % {"number": number})
    return _asked(context, key)


@needs(Permission.PUBLISH)
@require_POST
def revert(request: HttpRequest, key: str) -> HttpResponse:
    """Makes the version live that was so before."""
    context = context_of(request)
    model = model_of(context, key)
    found = context.do(RevertModel(key, model.live.number if model.live else None))
    if found is not None:
        messages.success(request, _("Version %(number)s is live again.") % {"number": found.number})
    return _asked(context, key)


@needs(Permission.PUBLISH)
@require_POST
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Takes the live version out of use."""
    context = context_of(request)
    context.do(WithdrawModel(key))
    messages.success(request, _("No version is live any more, and no record has a likelihood of this model."))
    return redirect("models:versions", key)


@needs(Permission.SEE_SCORES)
@require_GET
def schedule(request: HttpRequest, key: str) -> HttpResponse:
    """What it does by itself, and what it did lately."""
    shown = about(context_of(request), key, "schedule")
    model = shown["model"]
    told = {"next_training": next_training(model), "next_asking": next_asking(model)}
    return render(request, "models/schedule.html", {**shown, **told})


@needs(Permission.PUBLISH)
@require_POST
def set_schedule(request: HttpRequest, key: str) -> HttpResponse:
    """Sets when it is trained anew and asked again."""
    said = request.POST
    days = _chosen(said.get("retrain"), said.get("retrain_days"))
    hours = _chosen(said.get("predict"), said.get("predict_hours"))
    context_of(request).do(ScheduleModel(key, days, said.get("on_drift") == "yes", hours))
    messages.success(request, _("The schedule is saved."))
    return redirect("models:schedule", key)


@needs(Permission.PUBLISH)
def delete(request: HttpRequest, key: str) -> HttpResponse:
    """What would go; then it goes."""
    context = context_of(request)
    shown = about(context, key, "")
    if request.method == "POST":
        context.do(DeleteModel(key))
        messages.success(request, _("The model “%(label)s” is deleted.") % {"label": shown["model"].label})
        return redirect("models:list")
    return render(request, "models/delete.html", shown)


def _asked(context: Context, key: str) -> HttpResponse:
    return redirect("models:ran", key, context.submit(PredictModels(key)))


def _chosen(is_on: str | None, text: str | None) -> int | None:
    """A number of days or hours; None for never. Raises UsageError for anything else."""
    if is_on != "yes":
        return None
    found = number_of(text)
    if found is None:
        raise UsageError(_("Write a whole number above 0."))
    return found
