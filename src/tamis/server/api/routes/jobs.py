"""Jobs: what waits, runs, is done or has failed."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.responses import Status

from tamis.operations.access import Permission, may, require
from tamis.operations.handing_over.wire import asked_by
from tamis.operations.list_jobs import retry_job
from tamis.server.api.doing import JOB_ANSWERS, waited_for
from tamis.server.api.paging import Cursor, Limit, cursor_of, page_of, place_of
from tamis.server.api.problems import Refused, not_found
from tamis.server.api.routing import context_in, route
from tamis.server.api.shapes import PageOf
from tamis.server.api.told_jobs import JobTold, told_job
from tamis.store.application import Job, open_application

router = Router(tags=["Jobs"])


@route(router, "GET", "/jobs", Permission.SEE_DATA, PageOf[JobTold])
def list_jobs(
    request: HttpRequest,
    state: Literal["waiting", "running", "done", "failed"] | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Any:
    """List jobs, newest first, without their results."""
    context, asked = context_in(request), ("jobs", state)
    before = place_of(asked, cursor, tuple[int])
    with open_application(context.place.application) as application:
        jobs = application.jobs.list(state=state, most=limit + 1, before=before[0] if before else None)
    page = page_of(jobs, limit, lambda job: cursor_of(asked, job.id))
    page["items"] = [told_job(context.place, job, with_result=False) for job in page["items"]]
    return page


@route(router, "GET", "/jobs/{int:id}", Permission.SEE_LEADS, JOB_ANSWERS)
def read_job(request: HttpRequest, response: HttpResponse, id: int) -> Any:
    """Read a job, with what came of it.

    Whoever may see data reads every job, others those that they asked for. 202 while it is under way; with
    `Prefer: wait=10` the answer comes when it has ended, or after ten seconds.
    """
    job = waited_for(request, response, _job(request, id))
    return Status(200 if job.state in ("done", "failed") else 202, told_job(context_in(request).place, job))


@route(router, "POST", "/jobs/{int:id}/retry", Permission.CHANGE_DATA, {202: JobTold})
def retry_job_(request: HttpRequest, id: int) -> Any:
    """Have a job that failed done again."""
    context = context_in(request)
    job = _job(request, id)
    if job.state not in ("failed", "waiting"):
        raise Refused(409, "not-failed", f"Job {id} is {job.state}; only one that failed is done again.")
    retry_job(context.place, id, now=context.now)
    context.desk.wake()
    return told_job(context.place, _job(request, id))


def _job(request: HttpRequest, id: int) -> Job:
    context = context_in(request)
    with open_application(context.place.application) as application:
        job = application.jobs.get(id) if id < 1 << 63 else None
    if job is None:
        raise not_found(f"There is no job {id}.")
    if not may(context.actor, Permission.SEE_DATA) and _asker(job) != context.actor.id:
        require(context.actor, Permission.SEE_DATA)
    return job


def _asker(job: Job) -> int | None:
    try:
        return asked_by(job.arguments).id
    except ValueError:
        return None
