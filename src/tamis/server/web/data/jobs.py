"""The jobs of the server: what runs, what waits, what failed and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tamis.operations.access import Permission
from tamis.operations.handing_over.following import told_in_words
from tamis.operations.handing_over.wire import subjects
from tamis.operations.labels import definition_labels
from tamis.operations.list_jobs import list_jobs, retry_job
from tamis.server.accounts.needs import needs
from tamis.server.context import context_of
from tamis.server.web.data.frame import page
from tamis.server.web.models.shown import models_of
from tamis.store.application import Job


@dataclass(frozen=True)
class Row:
    """A job and what it says of itself; `about`: which definitions, models or file, by what people call them; `seconds`
    is how long it took or has taken."""

    job: Job
    about: str
    told: str
    seconds: float | None
    is_stuck: bool


@needs(Permission.SEE_DATA)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The newest jobs; a part asks again by itself while one of them is unfinished."""
    context = context_of(request)
    listed = list_jobs(context.place, now=context.now, failed=request.GET.get("only") == "failed")
    models = {model.key: model.label for model in models_of(context)}
    labels = {**definition_labels(context.place), **models}
    rows = [_row(job, labels, listed.as_of) for job in listed.jobs]
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


def _row(job: Job, labels: Mapping[str, str], now: int) -> Row:
    end = job.ended_at or (now if job.state == "running" else None)
    seconds = (end - job.started_at) / 1e6 if end and job.started_at else None
    about = ", ".join(labels.get(name, name) for name in subjects(job.arguments))
    return Row(job, about, told_in_words(job.progress), seconds, job.is_stuck(now))
