"""What somebody should look at: scores that are not computed, jobs that failed, drafts that lie, data that is still."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tamis.operations.access import Permission
from tamis.operations.heard_sources import HeardSource, heard_sources
from tamis.operations.list_jobs import failures
from tamis.operations.verbs import READING
from tamis.operations.workspace import Workspace
from tamis.store.application import Application, Job, open_application
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.duplicates import LIKELY, find_duplicates

Kind = Literal["warning", "failed_job", "old_draft", "never_published", "behind", "silent", "unheard", "duplicates"]

_DAY = 86_400_000_000
_JOBS_TOLD = 7 * _DAY
_DRAFT_LIES = 7 * _DAY
_SILENT = 2 * _DAY
_MOST_JOBS = 5
# So many are compared within a second; of more, the page of duplicates tells.
_MOST_COMPARED = 5_000


@dataclass(frozen=True)
class Concern:
    """One thing that needs attention. `subject`: a definition's key, a job's kind, a source, or a part of the server;
    `number`: a job's id, how many, or of a silent source the days that usually pass; `told`: a sentence that was said
    already; `since`: microseconds since the epoch, UTC."""

    kind: Kind
    subject: str = ""
    number: int = 0
    told: str = ""
    since: int | None = None
    definition: str = ""
    """`score` or `segment`, where it is about one."""

    @property
    def permission(self) -> Permission:
        """What one must be permitted for it to be of one's concern."""
        return _FOR.get(self.kind, Permission.SEE_OVERVIEW)


_FOR = {
    **dict.fromkeys(("failed_job", "silent", "unheard", "duplicates"), Permission.SEE_DATA),
    **dict.fromkeys(("never_published", "old_draft"), Permission.EDIT_SCORES),
}


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
    # What was refused because of what was asked is told to whoever asked, and is no concern of others.
    for job in failures(application.jobs, _MOST_JOBS, READING):
        if (job.ended_at or job.created_at) >= as_of - _JOBS_TOLD:
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
    """Sources that have sent nothing for longer than is usual for them, and those that never have."""
    heard = heard_sources(workspace, warehouse)
    for each in heard:
        if each.is_silent(as_of):
            yield Concern("silent", each.source.name, each.usual_days or 0, since=each.last_at)
    unheard = [each.source for each in heard if each.last_at is None and each.source.revoked_at is None]
    begun = _listening_since(warehouse, heard, as_of) if unheard else 0
    for source in unheard:
        if max(begun, source.created_at, source.rotated_at or 0) < as_of - _SILENT:
            yield Concern("unheard", source.name, since=source.created_at)


def _listening_since(warehouse: Warehouse, heard: Sequence[HeardSource], as_of: int) -> int:
    """Before that nobody noted who was heard of; where nobody was yet, whatever happened last may be of any source."""
    first = [each.first_at for each in heard if each.first_at is not None]
    if first:
        return min(first)
    return warehouse.one("SELECT max(occurred_at) FROM events WHERE occurred_at <= ?", [as_of]) or 0


def _duplicates(warehouse: Warehouse) -> Iterator[Concern]:
    if int(warehouse.one("SELECT count(*) FROM records_0")) <= _MOST_COMPARED:
        found = find_duplicates(warehouse, at_least=LIKELY, most=1).found
        if found:
            yield Concern("duplicates", number=found)
