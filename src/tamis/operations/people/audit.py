"""Writing into the audit log, and opening what is written about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from tamis.operations.access import Actor, Permission, require
from tamis.operations.rescore import micros_of
from tamis.operations.workspace import Workspace
from tamis.store.application import Application, Deed, open_application


def note(application: Application, actor: Actor, deed: Deed, at: int) -> None:
    """Notes that somebody did something at an instant (microseconds since the epoch, UTC)."""
    application.audit.add(deed, at, actor=actor.name, person=actor.id, token=actor.token)


@dataclass(frozen=True)
class Changing:
    """A change under way: all of it is done together with its note, or nothing."""

    application: Application
    actor: Actor
    at: int

    def note(self, deed: Deed) -> None:
        """Notes what is done."""
        note(self.application, self.actor, deed, self.at)


@contextmanager
def changing(
    workspace: Workspace, actor: Actor, permission: Permission, now: Callable[[], datetime]
) -> Iterator[Changing]:
    """The application database, to be changed by somebody. Raises Forbidden where they may not."""
    require(actor, permission)
    with open_application(workspace.application) as application, application.together():
        yield Changing(application, actor, micros_of(now()))
