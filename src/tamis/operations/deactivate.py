"""Takes a definition out of use: its values stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tamis.errors import UsageError
from tamis.operations.access import COMMAND_LINE, Actor
from tamis.operations.people.audit import note
from tamis.operations.rescore import micros_of
from tamis.operations.uses import asked_for, in_use, uses_of_definition, written_definitions
from tamis.operations.workspace import Workspace
from tamis.store.application import Deed, open_application


@dataclass(frozen=True)
class Deactivated:
    """What is out of use now, its newest version, and since when (microseconds since the epoch, UTC)."""

    kind: str
    key: str
    version: int
    at: int


def deactivate(workspace: Workspace, key: str, *, now: Callable[[], datetime], by: Actor = COMMAND_LINE) -> Deactivated:
    """Deactivates a published score or segment. Raises UsageError where something that is published asks for it."""
    at = micros_of(now())
    with open_application(workspace.application) as application, application.together():
        application.deactivate(key, at)
        # After it is known to be there; an error takes it back.
        version = next(each.version for each in application.standing() if each.key == key)
        assert version is not None
        if uses := in_use(uses_of_definition(written_definitions(application), version.kind, key)):
            raise UsageError(f'"{key}" stays in use. {asked_for(uses)}')
        used = {key: f"version {version.number}"}
        note(application, by, Deed("deactivate", key, used, {key: "not in use"}), at)
    return Deactivated(version.kind, key, version.number, at)
