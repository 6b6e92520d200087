"""What a request is about: on which workspace, for whom, in which language and time zone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tamis.operations.access import Actor, Permission, Role, may
from tamis.operations.workspace import Workspace
from tamis.server.desk import Desk

if TYPE_CHECKING:
    from django.http import HttpRequest

# Where the request carries what the process lends.
DESK = "tamis.desk"
# Where it carries who was let in, by their id, for whoever answers it.
PERSON = "tamis.person"


@dataclass(frozen=True)
class Context:
    """One for a request. Whoever asks for the `workspace` while it is not open is told so: NotReady."""

    desk: Desk
    actor: Actor
    language: str
    time_zone: str

    @property
    def workspace(self) -> Workspace:
        """The workspace with its warehouse open."""
        return self.desk.workspace

    @property
    def place(self) -> Workspace:
        """The workspace by its files: its application database is there whether the warehouse is open or not."""
        return self.desk.place

    @property
    def now(self) -> Callable[[], datetime]:
        """The present instant, in UTC."""
        return self.desk.now

    def may(self, permission: Permission) -> bool:
        """Whether the one who asks may do this."""
        return may(self.actor, permission)

    def do(self, verb: Any, *, within: float = 30.0) -> Any | None:
        """Has the keeper do a verb and waits for what it gives; None where it takes longer. Raises what it raises."""
        return self.desk.do(verb, self.actor, within=within)

    def submit(self, verb: Any) -> int:
        """Has the keeper do a verb; gives the number of the job, for `desk.result`."""
        return self.desk.submit(verb, self.actor)


def context_of(request: HttpRequest) -> Context:
    """The context of a request of somebody who is signed in."""
    from django.utils.timezone import get_current_timezone_name
    from django.utils.translation import get_language

    return Context(desk_of(request), actor_of(request), get_language() or "en", get_current_timezone_name())


def desk_of(request: HttpRequest) -> Desk:
    """What the process lends to the request."""
    desk = request.environ[DESK]
    assert isinstance(desk, Desk)
    return desk


def actor_of(request: HttpRequest) -> Actor:
    """Who asks: the person who is signed in."""
    person: Any = request.user
    return Actor(person.name or person.email, Role(person.role), person.pk)
