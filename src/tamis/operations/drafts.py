"""Drafts: what is saved and not published. They are listed, read and discarded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tamis.errors import UsageError, closest
from tamis.operations.access import COMMAND_LINE, Actor
from tamis.operations.people.audit import note
from tamis.operations.rescore import micros_of
from tamis.operations.workspace import Workspace
from tamis.store.application import Deed, Draft, Standing, open_application


def list_drafts(workspace: Workspace) -> tuple[Standing, ...]:
    """Every draft by key, with what is published under its key."""
    with open_application(workspace.application) as application:
        return tuple(each for each in application.standing() if each.draft is not None)


def read_draft_of(workspace: Workspace, key: str) -> Draft:
    """The draft of a key. Raises UsageError without one."""
    drafts = {each.key: each.draft for each in list_drafts(workspace) if each.draft is not None}
    if key not in drafts:
        hint = closest(key, drafts) or (f"there is one of {', '.join(drafts)}" if drafts else "")
        raise UsageError(f'There is no draft of "{key}".' + (f"\n  hint: {hint}" if hint else ""))
    return drafts[key]


def discard_draft(
    workspace: Workspace, key: str, *, now: Callable[[], datetime], by: Actor = COMMAND_LINE
) -> int | None:
    """Resets a definition to what is published: the draft goes. Gives the number of the version that is left, if any.

    Raises UsageError without a draft.
    """
    read_draft_of(workspace, key)
    with open_application(workspace.application) as application, application.together():
        application.discard_draft(key)
        left = {each.key: each.version for each in application.standing()}.get(key)
        becomes = f"version {left.number}" if left else "nothing"
        note(application, by, Deed("discard_draft", key, {key: "a draft"}, {key: becomes}), micros_of(now()))
    return left.number if left else None
