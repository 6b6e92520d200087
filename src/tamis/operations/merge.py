"""Merges two contacts that are one person, and undoes it; then computes the scores of whom that touches anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tamis.errors import Issue
from tamis.operations.published import read_published
from tamis.operations.rescore import Rescored, RescoredScore, micros_of, records_of
from tamis.operations.rescore_once import rescore_once
from tamis.operations.rescore_touched import rescore_touched
from tamis.operations.workspace import Workspace
from tamis.progress import Progress
from tamis.store.application import open_application
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.merges import kept_id, merge_contacts, unmerge_contact


@dataclass(frozen=True)
class Merging:
    """What merging or unmerging came to.

    `kept`: the contact that the other one is merged into, or was. `rescored`: None where nothing is published.
    `unscored`: why the published scores could not be computed from the data as it is, if so.
    """

    kept: str
    other: str
    rescored: Rescored | None = None
    unscored: tuple[Issue, ...] = ()


def merge(
    workspace: Workspace,
    kept: str,
    other: str,
    *,
    now: Callable[[], datetime],
    progress: Progress,
    is_again: bool = False,
) -> Merging:
    """Makes one contact part of another. Raises UsageError for contacts that are not there or are merged already.

    `is_again`: they may be merged already, by an attempt at the same that was broken off before it had rescored.
    """

    def act(warehouse: Warehouse, at: int) -> str:
        found = kept_id(warehouse, "contact", kept)
        if is_again and kept_id(warehouse, "contact", other) == found != other:
            return found
        return merge_contacts(warehouse, kept, other, at)

    return _merging(workspace, "Merging", act, other, now=now, progress=progress)


def unmerge(
    workspace: Workspace,
    other: str,
    *,
    asked_at: int | None = None,
    now: Callable[[], datetime],
    progress: Progress,
) -> Merging:
    """Makes a merged contact a record of its own again. Raises UsageError for one that is not merged.

    `asked_at`: when it was asked for (microseconds since the epoch, UTC), which is how an attempt that was broken off
    is known again; asked again for the same instant it changes nothing.
    """

    def act(warehouse: Warehouse, at: int) -> str:
        return unmerge_contact(warehouse, other, at, asked_at=asked_at)

    return _merging(workspace, "Unmerging", act, other, now=now, progress=progress)


def _merging(
    workspace: Workspace,
    step: str,
    act: Callable[[Warehouse, int], str],
    other: str,
    *,
    now: Callable[[], datetime],
    progress: Progress,
) -> Merging:
    at = micros_of(now())
    with workspace.opened() as warehouse:
        progress.step(step)
        kept = act(warehouse, at)
        rescored, unscored = rescored_after(workspace, warehouse, at, progress)
    return Merging(kept, other, rescored, unscored)


def rescored_after(
    workspace: Workspace, warehouse: Warehouse, at: int, progress: Progress
) -> tuple[Rescored | None, tuple[Issue, ...]]:
    """Computes the published scores of whom a merge touched, as of an instant; None where nothing is published. And why
    that cannot be done from the data as it is, if so."""
    with open_application(workspace.application) as application:
        published = read_published(application)
    if not published.scores:
        return None, ()
    progress.step("Scoring whom that touches")
    found, unscored = rescore_once(rescore_touched, warehouse, published, as_of=at)
    if unscored:
        return None, unscored
    scores = tuple(
        RescoredScore(
            score.key,
            score.object,
            published.versions[score.key],
            records_of(warehouse, score.object),
            found.changed.get(score.key, 0),
        )
        for score in published.scores
    )
    return Rescored(scores, at), ()
