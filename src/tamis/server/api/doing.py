"""Long work: a verb handed to the keeper as a job, and waited for as long as the request asks."""

from __future__ import annotations

import re
import time
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja.responses import Status

from tamis.server.api.routing import context_in
from tamis.server.api.told_jobs import JobTold, told_job
from tamis.store.application import Job, open_application

_LONGEST_WAIT = 30
# In seconds: from one look at a job to the next.
_LOOK = 0.05
_ENDED = ("done", "failed")
_WAIT = re.compile(r"(?:^|[,;\s])wait\s*=\s*\"?(\d{1,4})")

JOB_ANSWERS: dict[int, Any] = {200: JobTold, 202: JobTold}
"""What a route that begins a job answers: the job, done or under way."""


def do(request: HttpRequest, response: HttpResponse, verb: Any) -> Status[Any]:
    """Has a verb done: 202 and where its job is, or, where the request prefers to wait and it is done by then, 200.

    Raises what the verb raises, where it was waited for.
    """
    context = context_in(request)
    id = context.desk.submit(verb, context.actor)
    response["Location"] = f"/api/v1/jobs/{id}"
    if wait := _wait(request):
        response["Preference-Applied"] = f"wait={wait}"
        context.desk.result(verb, id, within=wait)
    job = _job(request, id)
    return Status(200 if job.state == "done" else 202, told_job(context.place, job))


def waited_for(request: HttpRequest, response: HttpResponse, job: Job) -> Job:
    """The job when it has ended, or after as long as the request prefers to wait."""
    if not (wait := _wait(request)):
        return job
    response["Preference-Applied"] = f"wait={wait}"
    end = time.monotonic() + wait
    while job.state not in _ENDED and time.monotonic() < end:
        time.sleep(_LOOK)
        job = _job(request, job.id)
    return job


def _job(request: HttpRequest, id: int) -> Job:
    with open_application(context_in(request).place.application) as application:
        job = application.jobs.get(id)
    assert job is not None
    return job


def _wait(request: HttpRequest) -> int:
    """Seconds that the request prefers to wait (RFC 7240)."""
    found = _WAIT.search(request.headers.get("Prefer", ""))
    return min(int(found[1]), _LONGEST_WAIT) if found else 0
