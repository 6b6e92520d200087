"""Writing into the audit log, and opening what is written about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from tamis.operations.access import Actor, Permission, require
from tamis.operations.rescore import micros_of
from tamis.operations.workspace import Workspace
from tamis.store.application import Application, AuditEntry, AuditFilter, Deed, open_application


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

    def note_all(self, deeds: Sequence[Deed]) -> None:
        """Notes many things that are done."""
        actor = self.actor
        self.application.audit.add_all(deeds, self.at, actor=actor.name, person=actor.id, token=actor.token)


@contextmanager
def changing(
    workspace: Workspace, actor: Actor, permission: Permission, now: Callable[[], datetime]
) -> Iterator[Changing]:
    """The application database, to be changed by somebody. Raises Forbidden where they may not."""
    require(actor, permission)
    with open_application(workspace.application) as application, application.together():
        yield Changing(application, actor, micros_of(now()))


def read_audit(
    workspace: Workspace, actor: Actor, asked: AuditFilter, *, before: int | None = None, most: int = 50
) -> Sequence[AuditEntry]:
    """The newest entries, newest first; see `Audit.page`. Raises Forbidden."""
    require(actor, Permission.SEE_AUDIT)
    with open_application(workspace.application) as application:
        return application.audit.page(asked, before=before, most=most)


def audit_choices(workspace: Workspace, actor: Actor) -> tuple[Sequence[str], Sequence[str]]:
    """By whom, and by what kind of deed, entries can be chosen. Raises Forbidden."""
    require(actor, Permission.SEE_AUDIT)
    with open_application(workspace.application) as application:
        return application.audit.actors(), application.audit.kinds()


def export_audit(
    workspace: Workspace, actor: Actor, asked: AuditFilter, *, now: Callable[[], datetime]
) -> Iterator[AuditEntry]:
    """Every entry, newest first, some at a time; that it was taken away is noted. Raises Forbidden."""
    with changing(workspace, actor, Permission.SEE_AUDIT, now) as change:
        change.note(Deed("export_audit"))

    def entries() -> Iterator[AuditEntry]:
        with open_application(workspace.application) as application:
            yield from application.audit.all(asked)

    return entries()
