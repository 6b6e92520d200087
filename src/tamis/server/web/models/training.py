"""Training a model and asking it again: both as a job, followed on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from tamis.definitions.goal import read_goal
from tamis.errors import TamisError
from tamis.operations.access import Permission
from tamis.operations.verbs import PredictModels, TrainModel
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of
from tamis.server.french import spoken
from tamis.server.web.data.following import follow
from tamis.server.web.layout.templatetags.tamis import number
from tamis.server.web.models.forms import chosen_kinds, next_training
from tamis.server.web.models.shown import model_of
from tamis.server.web.models.working import asked_again, waiting
from tamis.server.web.models.writing import refused, writing

if TYPE_CHECKING:
    from tamis.operations.models.predicting import PredictedModels
    from tamis.operations.models.train_model import TrainedModel

_WITHIN = 1.0
_FILE = "goal.yaml"


@needs(Permission.PUBLISH)
@require_POST
def train(request: HttpRequest) -> HttpResponse:
    """Has a goal learnt."""
    context, text = context_of(request), request.POST.get("text", "").replace("\r\n", "\n")
    written = read_goal((_FILE, text))
    if written.goal is None:
        return writing(request, text, written.issues)
    verb = TrainModel(text, written.goal.key, _FILE, kinds=chosen_kinds(request.POST))
    return redirect("models:trained", context.submit(verb))


@needs(Permission.PUBLISH)
@require_POST
def again(request: HttpRequest, key: str) -> HttpResponse:
    """Has the goal of a model learnt anew, from what is known by now: as the version before, or as somebody wishes."""
    context = context_of(request)
    return redirect("models:trained", context.submit(next_training(model_of(context, key), request.POST)))


@needs(Permission.PUBLISH)
@require_GET
def trained(request: HttpRequest, job: int) -> HttpResponse:
    """What a training came to: the model's own page tells it. How far it is, until it has ended."""
    context = context_of(request)
    title, note = _("Training the model"), _("You may leave this page: the model is in the list when it is done.")
    followed = follow(context, job)
    if not isinstance(followed.verb, TrainModel):
        return redirect("models:list")
    if request.htmx:
        return asked_again(request, context, followed, title, note)
    try:
        found: TrainedModel | None = context.desk.result(followed.verb, job, within=_WITHIN)
    except TamisError as error:
        return refused(request, followed.verb.text, error)
    if found is None:
        return waiting(request, context, followed, title, note)
    _tell(request, found)
    return redirect("models:model", found.key)


@needs(Permission.PUBLISH)
@require_POST
def run(request: HttpRequest, key: str) -> HttpResponse:
    """Has the live version asked about every record now."""
    context = context_of(request)
    return redirect("models:ran", key, context.submit(PredictModels(key)))


@needs(Permission.PUBLISH)
@require_GET
def ran(request: HttpRequest, key: str, job: int) -> HttpResponse:
    """What asking came to; how far it is, until it has ended."""
    context = context_of(request)
    title, followed = _("Computing likelihoods"), follow(context, job)
    if not isinstance(followed.verb, PredictModels):
        return redirect("models:model", key)
    if request.htmx:
        return asked_again(request, context, followed, title)
    found: PredictedModels | None = context.desk.result(followed.verb, job, within=_WITHIN)
    if found is None:
        return waiting(request, context, followed, title)
    count = sum(each.open for each in found.models)
    told = ngettext("%(count)s open record has a likelihood.", "%(count)s open records have a likelihood.", count)
    messages.success(request, told % {"count": number(count)})
    return redirect("models:model", key)


def _tell(request: HttpRequest, found: TrainedModel) -> None:
    if found.number is None:
        told = _("No version was made: it is not ready. The reasons are below.")
        messages.warning(request, told)
        return
    told = _("Version %(number)s is trained. %(why)s") % {"number": found.number, "why": spoken(found.why)}
    (messages.success if found.is_live else messages.info)(request, told)
