"""`tamis jobs`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from tamis.cli.columns import aligned, iso_text, minute_text
from tamis.cli.speech import count, print_json, printable, say
from tamis.operations.handing_over.following import told_in_words
from tamis.operations.list_jobs import MOST, ListedJobs, list_jobs, retry_job, standing_of
from tamis.operations.workspace import Workspace, find_workspace
from tamis.server.results import result_in_words, result_of
from tamis.store.application import Job

_HEAD = ("job", "kind", "state", "added", "took", "attempts", "progress, result or reason")


def list_all(*, workspace: Path | None, failed: bool, every: bool, as_json: bool) -> int:
    """Lists the jobs, newest first."""
    found = find_workspace(workspace, Path())
    listed = list_jobs(found, now=lambda: datetime.now(UTC), failed=failed, every=every)
    if as_json:
        print_json([_json(job, found, listed.as_of) for job in listed.jobs])
        return 0
    if listed.jobs:
        _print_table(listed, found)
    elif failed:
        say("No job has failed.")
    elif not listed.hidden:
        say("There are no jobs.")
    if listed.hidden:
        say(f"Not listed: {count(listed.hidden, 'job')} that only read; see all with --all.")
    return 0


def retry(id: int, *, workspace: Path | None) -> int:
    """Has a failed job done again."""
    retry_job(find_workspace(workspace, Path()), id, now=lambda: datetime.now(UTC))
    say(f"Job {id} waits to be done again.")
    return 0


def _print_table(listed: ListedJobs, workspace: Workspace) -> None:
    rows = [_HEAD, *(_row(job, workspace, listed.as_of) for job in listed.jobs)]
    sys.stdout.write("\n".join(aligned(rows, "><<<>><", indent=0)) + "\n")
    if listed.has_more:
        say(f"These are the newest {MOST}; instants in UTC.")


def _row(job: Job, workspace: Workspace, as_of: int) -> tuple[str, ...]:
    return (
        str(job.id),
        _one_line(job.kind),
        _state(job, as_of),
        minute_text(job.created_at),
        _took(job, as_of),
        f"{job.attempts} of {job.most_attempts}",
        _one_line(_said(job, workspace, as_of)),
    )


def _state(job: Job, as_of: int) -> str:
    return "stuck" if job.is_stuck(as_of) else standing_of(job)


def _took(job: Job, as_of: int) -> str:
    """How long the last attempt took, or has taken so far."""
    if job.started_at is None or job.state == "waiting":
        return ""
    seconds = max(0, (job.ended_at or as_of) - job.started_at) / 1_000_000
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60} min"


def _said(job: Job, workspace: Workspace, as_of: int) -> str:
    """What the person wants to know of a job in its state."""
    if job.is_stuck(as_of) and job.lease_until is not None:
        return f"not heard of by {minute_text(job.lease_until)}; {_doing(job)}".rstrip("; ")
    if job.state == "waiting" and job.not_before is not None and job.not_before > as_of:
        return f"not before {minute_text(job.not_before)}; {job.reason}".rstrip("; ")
    if job.state in ("waiting", "failed"):
        return job.reason
    return _came_to(job, workspace) or _doing(job)


def _one_line(text: str) -> str:
    return printable(" ".join(text.split()))


def _json(job: Job, workspace: Workspace, as_of: int) -> dict[str, object]:
    return {
        "id": job.id,
        "kind": job.kind,
        "state": job.state,
        "is_stuck": job.is_stuck(as_of),
        "is_refused": standing_of(job) == "refused",
        "progress": told_in_words(job.progress),
        "reason": job.reason,
        "summary": _came_to(job, workspace),
        "attempts": job.attempts,
        "most_attempts": job.most_attempts,
        "created_at": iso_text(job.created_at),
        "not_before": _instant(job.not_before),
        "started_at": _instant(job.started_at),
        "ended_at": _instant(job.ended_at),
    }


def _instant(micros: int | None) -> str | None:
    return None if micros is None else iso_text(micros)


def _came_to(job: Job, workspace: Workspace) -> str:
    """What a job that is done came to, as its page says it; definitions by their keys, as they are typed here."""
    return result_in_words(job, result_of(job, workspace), {})


def _doing(job: Job) -> str:
    """What a running job is at."""
    return told_in_words(job.progress) if job.state == "running" else ""
