"""Work that takes a while: how far it is, until it has ended."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tamis.server.context import Context
from tamis.server.web.data.following import Followed
from tamis.server.web.scores.progress import progress_of


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
    return {"title": title, "note": note, "path": request.path, "progress": progress, "percent": followed.percent}
