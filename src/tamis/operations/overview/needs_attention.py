"""What somebody should look at: scores that are not computed, jobs that failed, drafts that lie, data that is still."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tamis.operations.sources import list_sources
from tamis.operations.verbs import READING
from tamis.operations.workspace import Workspace
from tamis.store.application import Application, Job, open_application
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.duplicates import LIKELY, find_duplicates

Kind = Literal["warning", "failed_job", "old_draft", "never_published", "behind", "silent", "duplicates"]

_DAY = 86_400_000_000
_JOBS_TOLD = 7 * _DAY
_DRAFT_LIES = 7 * _DAY
_SILENT = 2 * _DAY
_MOST_JOBS = 5
# So many are compared within a second; of more, the page of duplicates tells.
_MOST_COMPARED = 5_000


@dataclass(frozen=True)
class Concern:
    """One thing that needs attention. `subject`: a definition's key, a job's kind or a part of the server; `number`: a
    job's id, or how many; `told`: a sentence that was said already; `since`: microseconds since the epoch, UTC."""

    kind: Kind
    subject: str = ""
    number: int = 0
    told: str = ""
    since: int | None = None
    definition: str = ""
    """`score` or `segment`, where it is about one."""


def needs_attention(
    workspace: Workspace, warehouse: Warehouse, as_of: int, *, warnings: Sequence[tuple[str, str]] = ()
) -> tuple[Concern, ...]:
    """All there is, the gravest first. `warnings`: part and sentence of what the serving process warns of."""
    with open_application(workspace.application) as application:
        in_application = [*_failed_jobs(application, as_of), *_drafts(application, as_of)]
    return (
        *(Concern("warning", part, told=told) for part, told in warnings if part != "jobs"),
        *_behind(warehouse),
        *in_application,
        *_silent(workspace, warehouse, as_of),
        *_duplicates(warehouse),
    )


def _failed_jobs(application: Application, as_of: int) -> Iterator[Concern]:
    jobs = application.jobs.list(state="failed", most=_MOST_JOBS, passing_over=READING)
    for job in jobs:
        # What was refused because of what was asked is told to whoever asked, and is no concern of others.
        was_refused = job.result is not None
        if not was_refused and (job.ended_at or job.created_at) >= as_of - _JOBS_TOLD:
            yield Concern("failed_job", job.kind, job.id, _reason(job), job.ended_at)


def _reason(job: Job) -> str:
    return job.reason.partition("\n")[0]


def _drafts(application: Application, as_of: int) -> Iterator[Concern]:
    for standing in application.standing():
        draft = standing.draft
        if draft is None:
            continue
        if standing.version is None:
            yield Concern("never_published", draft.key, since=draft.saved_at, definition=draft.kind)
        elif draft.saved_at < as_of - _DRAFT_LIES:
            yield Concern("old_draft", draft.key, since=draft.saved_at, definition=draft.kind)


def _behind(warehouse: Warehouse) -> Iterator[Concern]:
    """Scores of which some values are older than the data that was taken in last."""
    changed_at = warehouse.changed_at
    if changed_at is None:
        return
    rows = warehouse.rows('SELECT score, min("at") AS oldest FROM score_values GROUP BY score ORDER BY score')
    for score, oldest in rows:
        if oldest < changed_at:
            yield Concern("behind", score, since=oldest, definition="score")


def _silent(workspace: Workspace, warehouse: Warehouse, as_of: int) -> Iterator[Concern]:
    """Where somebody may send, nothing has happened for days."""
    sending = [source for source in list_sources(workspace) if source.revoked_at is None]
    if not sending:
        return
    last_at = warehouse.one("SELECT max(occurred_at) FROM events WHERE occurred_at <= ?", [as_of])
    begun = max(source.created_at for source in sending)
    last = max(last_at or 0, min(source.created_at for source in sending))
    if last < as_of - _SILENT and begun < as_of - _SILENT:
        yield Concern("silent", ", ".join(source.name for source in sending[:3]), len(sending), since=last_at)


def _duplicates(warehouse: Warehouse) -> Iterator[Concern]:
    if int(warehouse.one("SELECT count(*) FROM records_0")) <= _MOST_COMPARED:
        found = find_duplicates(warehouse, at_least=LIKELY, most=1).found
        if found:
            yield Concern("duplicates", number=found)
