"""Accepting and rejecting leads: who decided what, when and why; taken back with a click."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from tamis.errors import UsageError, is_unicode
from tamis.operations.access import Actor, Permission
from tamis.operations.people.audit import changing
from tamis.operations.record.opened import open_record
from tamis.operations.workspace import Workspace
from tamis.store.application import Decision, Deed, Verdict, open_application

_LONGEST_REASON = 1000
_DEEDS: dict[Verdict, str] = {"accepted": "accept_lead", "rejected": "reject_lead"}


def decide(
    workspace: Workspace,
    actor: Actor,
    object: str,
    id: str,
    verdict: Verdict,
    reason: str,
    *,
    now: Callable[[], datetime],
) -> Decision:
    """Accepts or rejects a record. Rejecting wants a reason. Raises UsageError for a record that is not there or a
    reason that is missing or too long, Forbidden where the actor may not."""
    told = " ".join(reason.split())
    if verdict == "rejected" and not told:
        raise UsageError("Say why it is rejected: whoever reads it later will want to know.")
    if len(told) > _LONGEST_REASON or not is_unicode(told):
        raise UsageError(f"The reason is too long; {_LONGEST_REASON} characters are enough.")
    with open_record(workspace, object, id) as record:
        whole = record.id
    with changing(workspace, actor, Permission.WORK_LEADS, now) as change:
        change.note(Deed(_DEEDS[verdict], f"{object} {whole}"))
        return change.application.decisions.add(object, whole, verdict, told, change.at, by=actor.name, person=actor.id)


def undo_decision(workspace: Workspace, actor: Actor, decision: int, *, now: Callable[[], datetime]) -> Decision:
    """Takes a decision back; the one before it holds again. Raises UsageError for one that does not hold, Forbidden
    where the actor may not."""
    with changing(workspace, actor, Permission.WORK_LEADS, now) as change:
        undone = change.application.decisions.undo(decision, change.at, by=actor.name)
        change.note(Deed("take_back_decision", f"{undone.object} {undone.record}"))
        return undone


def decisions_of(workspace: Workspace, object: str, ids: Sequence[str]) -> tuple[Decision, ...]:
    """All decisions about a record, which may have been known by several ids, newest first."""
    with open_application(workspace.application) as application:
        return tuple(application.decisions.of(object, ids))


def decision_in_force(decisions: Sequence[Decision]) -> Decision | None:
    """The newest that was not taken back."""
    return next((each for each in decisions if each.holds), None)
