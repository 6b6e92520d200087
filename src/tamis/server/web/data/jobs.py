"""The jobs of the server: what runs, what waits, what failed and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tamis.errors import UsageError
from tamis.operations.access import Permission
from tamis.operations.handing_over.following import told_in_words
from tamis.operations.handing_over.wire import subjects
from tamis.operations.list_jobs import Standing, list_jobs, retry_job, standing_of
from tamis.operations.published import read_standing
from tamis.operations.uploads import find_rejects, upload_of
from tamis.operations.verbs import VERBS
from tamis.server.accounts.needs import needs
from tamis.server.context import Context, context_of
from tamis.server.results import result_in_words, result_of
from tamis.server.web.data.frame import page
from tamis.server.web.models.shown import models_of
from tamis.server.web.segments.shown import place_of as segment_place
from tamis.store.application import Job, open_application


@dataclass(frozen=True)
class About:
    """What a job is about, by what people call it, and its page, if it has one."""

    label: str
    place: str


@dataclass(frozen=True)
class Row:
    """A job and what it says of itself; `about`: which definitions, models or file; `seconds`: how long it took or has
    taken. Of one that is done, what it `came_to`, and the name of the file of what an import could not take."""

    job: Job
    standing: Standing
    about: Sequence[About]
    told: str
    came_to: str
    rejects: str
    seconds: float | None
    is_stuck: bool


@needs(Permission.SEE_DATA)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The newest jobs; a part asks again by itself while one of them is unfinished."""
    context = context_of(request)
    listed = list_jobs(context.place, now=context.now, failed=request.GET.get("only") == "failed")
    names = _names(context)
    rows = [_row(context, job, names, listed.as_of) for job in listed.jobs]
    is_busy = any(job.state in ("waiting", "running") for job in listed.jobs)
    shown = {"rows": rows, "listed": listed, "now": listed.as_of, "is_busy": is_busy}
    is_part = bool(request.headers.get("HX-Request"))
    return page(request, "data/jobs_part.html" if is_part else "data/jobs.html", "data-jobs", shown)


@needs(Permission.CHANGE_DATA)
@require_POST
def retry(request: HttpRequest, id: int) -> HttpResponse:
    """Has a job that failed done again."""
    context = context_of(request)
    retry_job(context.place, id, now=context.now)
    context.desk.wake()
    messages.success(request, _("It is tried again."))
    return redirect("data-jobs")


@dataclass(frozen=True)
class _Names:
    """By key: what definitions and models are called, and the kinds of definitions."""

    labels: Mapping[str, str]
    kinds: Mapping[str, str]
    models: frozenset[str]


def _names(context: Context) -> _Names:
    with open_application(context.place.application) as application:
        standing = application.standing()
    models = {model.key: model.label for model in models_of(context)}
    labels = {each.key: read_standing(each).label or each.key for each in standing}
    return _Names({**labels, **models}, {each.key: each.kind for each in standing}, frozenset(models))


def _row(context: Context, job: Job, names: _Names, now: int) -> Row:
    end = job.ended_at or (now if job.state == "running" else None)
    seconds = (end - job.started_at) / 1e6 if end and job.started_at else None
    result = result_of(job, context.place)
    return Row(
        job=job,
        standing=standing_of(job),
        about=tuple(
            About(names.labels.get(key, key), _page_of(context, job, key, names)) for key in subjects(job.arguments)
        ),
        told=told_in_words(job.progress),
        came_to=result_in_words(job, result, names.labels),
        rejects=_rejects(context, result),
        seconds=seconds,
        is_stuck=job.is_stuck(now),
    )


def _page_of(context: Context, job: Job, key: str, names: _Names) -> str:
    """The page of what a job is about, for who may see it; of what is no more there is none."""
    if job.kind == "import":
        upload = upload_of(context.place, job.arguments) if context.may(Permission.CHANGE_DATA) else None
        return reverse("data-import", args=[upload, job.id]) if upload else ""
    if not context.may(Permission.SEE_SCORES):
        return ""
    if job.kind in _OF_MODELS:
        return reverse("models:model", args=[key]) if key in names.models else ""
    if job.kind in _OF_LISTS or names.kinds.get(key) == "segment":
        return segment_place(key)
    return reverse("scores:score", args=[key]) if names.kinds.get(key) == "score" else ""


def _rejects(context: Context, result: Any) -> str:
    """The name of the file that can be taken away."""
    file = getattr(result, "rejects_file", None)
    if file is None or not context.may(Permission.CHANGE_DATA):
        return ""
    try:
        return find_rejects(context.place, file.name).name
    except UsageError:
        return ""


_OF_MODELS = frozenset({"predict", *(kind for kind in VERBS if kind.endswith(" model"))})
_OF_LISTS = frozenset({"create list", "change members"})
