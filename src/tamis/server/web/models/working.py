"""Work that takes a while: how far it is, until it has ended."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tamis.operations.rescore import micros_of
from tamis.operations.verbs import TrainModel
from tamis.server.context import Context
from tamis.server.web.data.following import Followed
from tamis.server.web.models.shown import expected_of
from tamis.server.web.models.words import expected_in_words
from tamis.server.web.scores.progress import progress_of

_SECOND = 1_000_000
# Percent: what takes longer than expected is not over before it is.
_MOST = 95


def waiting(request: HttpRequest, context: Context, followed: Followed, title: str, note: str = "") -> HttpResponse:
    """The page of a job that has not ended; its part that changes asks again by itself."""
    return render(request, "models/working.html", _told(request, context, followed, title, note))


def asked_again(request: HttpRequest, context: Context, followed: Followed, title: str, note: str = "") -> HttpResponse:
    """That part; when the job has ended, well or not, the page comes anew and tells."""
    if followed.has_ended:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "models/working_part.html", _told(request, context, followed, title, note))


def _told(request: HttpRequest, context: Context, followed: Followed, title: str, note: str) -> dict[str, Any]:
    progress = progress_of(context, followed.job.id)
    told = {"title": title, "note": note, "path": request.path, "progress": progress, "percent": followed.percent}
    return {**told, **_time(context, followed)} if isinstance(followed.verb, TrainModel) else told


def _time(context: Context, followed: Followed) -> dict[str, Any]:
    """Of a training: how long it takes and, once it runs, how much of that is over."""
    expected, begun = expected_of(context, followed.verb.key, followed.verb.kinds), followed.job.started_at
    told = {"expected": expected_in_words(expected)}
    if followed.job.state != "running" or begun is None:
        return told
    over = max(0, micros_of(context.now()) - begun) / _SECOND
    return {
        **told,
        "percent": min(_MOST, round(100 * over / max(1, expected.seconds))),
        "is_late": over > expected.seconds,
    }
