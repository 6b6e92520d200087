"""The audit log hears once of each time that somebody works on a draft, however many things they change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tamis.operations.access import Actor
from tamis.operations.people.audit import note
from tamis.store.application import Application, AuditFilter, Deed

if TYPE_CHECKING:
    from tamis.operations.editing.drafting import Drafting

KIND = "edit_draft"
# Microseconds: who pauses longer begins anew.
_PAUSE = 30 * 60 * 1_000_000


def note_edit(application: Application, actor: Actor, before: Drafting, after: Drafting, at: int) -> None:
    """Notes one edit of a draft: in the entry of the same person's session, while it lasts, or else in a new one."""
    last = application.audit.page(AuditFilter(kind=KIND, subject=after.key), most=1)
    same = [each for each in last if (each.actor, each.person, each.token) == (actor.name, actor.id, actor.token)]
    if same and before.by == actor.name and before.at is not None and at - before.at <= _PAUSE:
        edits = int(same[0].deed.after.get("edits", "1")) + 1
        application.audit.grow(same[0].id, _became(after, edits))
    else:
        note(application, actor, Deed(KIND, after.key, {after.key: stand_of(before)}, _became(after, 1)), at)


def stand_of(drafting: Drafting) -> str:
    """In what state a definition is, in words as the audit log has them: `version 3`, `2 changes from version 3`."""
    if drafting.version is None:
        return "a draft, never published"
    if not drafting.is_changed:
        return f"version {drafting.version}"
    if drafting.changes is None:
        return "a draft with mistakes"
    return f"{drafting.changes} change{'s' if drafting.changes != 1 else ''} from version {drafting.version}"


def _became(after: Drafting, edits: int) -> dict[str, str]:
    return {after.key: stand_of(after), "edits": str(edits)}
