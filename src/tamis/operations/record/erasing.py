"""Erases a contact for good, as a person may ask of whoever keeps data about them (GDPR, article 17)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tamis.errors import Issue, UsageError
from tamis.operations.published import Published
from tamis.operations.record.opened import open_record
from tamis.operations.record.portrait import read_portrait
from tamis.operations.rescore import micros_of
from tamis.operations.rescore_once import rescore_once
from tamis.operations.rescore_touched import rescore_touched
from tamis.operations.search_texts import renew_search_texts
from tamis.operations.workspace import Workspace
from tamis.progress import Progress
from tamis.store.application import open_application
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.erasure import erase_contact


@dataclass(frozen=True)
class Erasure:
    """What was erased: how many ids the contact was known by, and how many rows, by what they told. `unscored`: why
    the scores of records next to it could not be computed anew, if so."""

    ids: int = 0
    rows: Mapping[str, int] = field(default_factory=dict)
    unscored: tuple[Issue, ...] = ()


def erase(
    workspace: Workspace,
    id: str,
    *,
    now: Callable[[], datetime],
    progress: Progress,
    is_again: bool = False,
) -> Erasure:
    """Erases a contact with all that is known of it: properties and their history, events, associations, places in
    segments, values and their history, merges, resets, anonymous ids and what was decided. It cannot be taken back.

    A message of that id which comes later, or waits already, makes a new contact. Backups, files of rejected rows and
    the audit log, which names ids, are not touched. `is_again`: an attempt that was broken off may have done it.
    Raises UsageError for a contact that is not there.
    """
    progress.step("Erasing")
    try:
        with open_record(workspace, "contact", id) as record:
            portrait = read_portrait(record)
            _forget_decisions(workspace, [portrait.id, *(each.id for each in portrait.earlier_ids)])
            erased = erase_contact(record.warehouse, record.n)
            renew_search_texts(workspace)
            unscored = _rescored(record.warehouse, record.published, micros_of(now()), progress)
    except UsageError:
        if is_again:
            return Erasure()
        raise
    return Erasure(len(erased.ids), erased.rows, unscored)


def _forget_decisions(workspace: Workspace, ids: list[str]) -> None:
    """First, since afterwards nobody knows by which ids it was known."""
    with open_application(workspace.application) as application:
        application.decisions.forget("contact", ids)


def _rescored(warehouse: Warehouse, published: Published, as_of: int, progress: Progress) -> tuple[Issue, ...]:
    progress.step("Scoring whom that touches")
    _, unscored = rescore_once(rescore_touched, warehouse, published, as_of=as_of)
    return unscored
