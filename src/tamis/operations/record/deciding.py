"""Accepting and rejecting leads: who decided what, when and why; taken back with a click."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from tamis.errors import UsageError, is_unicode
from tamis.operations.access import Actor, Permission
from tamis.operations.people.audit import changing
from tamis.operations.workspace import Workspace
from tamis.store.application import Decision, Deed, Verdict, open_application
from tamis.store.warehouse.merges import earlier_ids, whole_ids

_LONGEST_REASON = 1000
#: On so many records one can decide at once.
MOST_AT_ONCE = 10_000
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
    [decision] = decide_all(workspace, actor, object, [id], verdict, reason, now=now)
    return decision


def decide_all(
    workspace: Workspace,
    actor: Actor,
    object: str,
    ids: Sequence[str],
    verdict: Verdict,
    reason: str,
    *,
    now: Callable[[], datetime],
) -> tuple[Decision, ...]:
    """Accepts or rejects several records for one reason, all of them or none; each is in the audit log. Raises as
    `decide` does, and UsageError for more than `MOST_AT_ONCE`."""
    told = " ".join(reason.split())
    if verdict == "rejected" and not told:
        raise UsageError("Say why it is rejected: whoever reads it later will want to know.")
    if len(told) > _LONGEST_REASON or not is_unicode(told):
        raise UsageError(f"The reason is too long; {_LONGEST_REASON} characters are enough.")
    if not 1 <= len(set(ids)) <= MOST_AT_ONCE:
        raise UsageError(f"Decide on 1 to {MOST_AT_ONCE:,} records at once, not {len(set(ids))}.")
    whole = _whole(workspace, object, ids)
    with changing(workspace, actor, Permission.WORK_LEADS, now) as change:
        change.note_all([Deed(_DEEDS[verdict], f"{object} {id}") for id in whole])
        kept = change.application.decisions
        return tuple(kept.add(object, whole, verdict, told, change.at, by=actor.name, person=actor.id))


def undo_decision(workspace: Workspace, actor: Actor, decision: int, *, now: Callable[[], datetime]) -> Decision:
    """Takes a decision back; the one before it holds again. Raises UsageError for one that does not hold, Forbidden
    where the actor may not."""
    [undone] = undo_decisions(workspace, actor, [decision], now=now)
    return undone


def undo_decisions(
    workspace: Workspace, actor: Actor, decisions: Sequence[int], *, now: Callable[[], datetime]
) -> tuple[Decision, ...]:
    """Takes back those of these decisions that hold. Raises as `undo_decision` does, where none of them holds."""
    with changing(workspace, actor, Permission.WORK_LEADS, now) as change:
        undone = change.application.decisions.undo(decisions, change.at, by=actor.name)
        change.note_all([Deed("take_back_decision", f"{each.object} {each.record}") for each in undone])
        return tuple(undone)


def decisions_of(workspace: Workspace, object: str, ids: Sequence[str]) -> tuple[Decision, ...]:
    """All decisions about a record, which may have been known by several ids, newest first."""
    with open_application(workspace.application) as application:
        return tuple(application.decisions.of(object, ids))


def decisions_in_force(workspace: Workspace, object: str, ids: Sequence[str]) -> Mapping[str, Decision]:
    """By id, the decision that holds of each of these records of which one does."""
    with workspace.opened() as warehouse:
        whole = {**{id: id for id in ids}, **earlier_ids(warehouse, object, ids)}
    holding = [each for each in decisions_of(workspace, object, list(whole)) if each.holds]
    # The newest comes first.
    return {whole[each.record]: each for each in reversed(holding)}


def decision_in_force(decisions: Sequence[Decision]) -> Decision | None:
    """The newest that was not taken back."""
    return next((each for each in decisions if each.holds), None)


def _whole(workspace: Workspace, object: str, ids: Sequence[str]) -> tuple[str, ...]:
    """The ids of the records themselves, each once. Raises UsageError where there is no record of one of them."""
    with workspace.opened() as warehouse:
        objects = warehouse.objects()
        if object not in objects:
            raise UsageError(f'There is no object "{object}"; there are {", ".join(objects)}.')
        known = whole_ids(warehouse, object, ids)
    for id in ids:
        if id not in known:
            raise UsageError(f'There is no {object} "{id}".' if is_unicode(id) else f"There is no {object} of that id.")
    return tuple(dict.fromkeys(known[id] for id in ids))
