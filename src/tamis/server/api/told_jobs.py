"""Jobs as programs see them, with what came of them."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from tamis.errors import TamisError
from tamis.operations.handing_over.following import told_in_words
from tamis.operations.handing_over.wire import decode_verb, read_answer, subjects
from tamis.operations.workspace import Workspace
from tamis.server.api.outcomes import outcome_of
from tamis.server.api.problems import refusal_of
from tamis.server.api.shapes import Instant, Told
from tamis.server.french import spoken
from tamis.server.results import result_in_words, result_of
from tamis.store.application import Job


class JobTold(Told):
    """A piece of work. `state` is waiting, running, done or failed."""

    id: int = Field(examples=[17])
    kind: str = Field(examples=["publish"])
    state: str = Field(examples=["done"])
    about: list[str] = Field(
        description="Keys of definitions or models, or the name of a file; none where it is about all.",
        examples=[["lead_score"]],
    )
    progress: str = Field(examples=["Keeping values and history"])
    attempts: int = Field(examples=[1])
    created_at: Instant
    started_at: Instant | None
    ended_at: Instant | None
    summary: str = Field(
        description="What came of a job that is done, in a sentence; empty where there is nothing to tell.",
        examples=["lead_score, version 3. 1,204 records have another value or tier."],
    )
    result: dict[str, Any] | None = Field(description="What a job that is done gave; its shape follows its kind.")
    problem: dict[str, Any] | None = Field(description="Of a job that failed: why, as any error of this API.")


def told_job(workspace: Workspace, job: Job, *, with_result: bool = True) -> dict[str, Any]:
    """A job with its result, or the problem that it ended with."""
    result, problem = _ending(workspace, job) if with_result else (None, None)
    return {
        "id": job.id,
        "kind": job.kind,
        "state": job.state,
        "about": list(subjects(job.arguments)),
        "progress": spoken(told_in_words(job.progress)),
        "attempts": job.attempts,
        "created_at": job.created_at,
        "started_at": job.started_at,
        "ended_at": job.ended_at,
        "summary": result_in_words(job, result_of(job, workspace), {}),
        "result": result,
        "problem": problem or _reason(job),
    }


def _ending(workspace: Workspace, job: Job) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    if job.result is None or job.state not in ("done", "failed"):
        return None, None
    try:
        verb = decode_verb(job.kind, job.arguments)
        return outcome_of(job.kind, read_answer(job.result, verb, workspace)[0]), None
    except (TamisError, OSError) as error:
        return None, refusal_of(error).as_json() if isinstance(error, TamisError) else None
    except Exception as error:  # noqa: BLE001 - another process met it, and it is told as one's own.
        return None, refusal_of(error).as_json()


def _reason(job: Job) -> dict[str, Any] | None:
    if job.state != "failed":
        return None
    detail = job.reason or "The job failed."
    return {"type": "urn:tamis:problem:failed", "title": "Failed", "status": 422, "detail": spoken(detail)}
