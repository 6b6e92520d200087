"""What people change about themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import available_timezones

from tamis.errors import UsageError
from tamis.operations.access import Actor, Permission
from tamis.operations.people.audit import changing
from tamis.operations.people.fields import checked_name
from tamis.operations.people.roster import known
from tamis.operations.workspace import Workspace
from tamis.store.application import Deed, Person

THEMES = ("auto", "light", "dark")


def change_own(
    workspace: Workspace,
    actor: Actor,
    *,
    name: str,
    language: str,
    time_zone: str,
    theme: str,
    now: Callable[[], datetime],
) -> Person:
    """Another name, language, time zone and theme for oneself; empty is what the browser or the workspace says."""
    assert actor.id is not None
    if time_zone and time_zone not in available_timezones():
        raise UsageError("There is no such time zone; write one such as Europe/Paris.")
    if theme not in THEMES:
        raise UsageError("There is no such theme.")
    fields = {"name": checked_name(name), "language": language, "time_zone": time_zone, "theme": theme}
    with changing(workspace, actor, Permission.OWN_SETTINGS, now) as change:
        before = known(change.application, actor.id)
        after = change.application.people.change(actor.id, **fields)
        if before.name != after.name:
            change.note(Deed("change_name", after.name, {"name": before.name}, {"name": after.name}))
    return after
