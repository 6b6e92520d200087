"""Links that an administrator makes: by an invitation somebody comes in, by a reset they choose another password.

There may be no mail server, so a link is given to whoever asked for it, to be passed on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from tamis.errors import UsageError
from tamis.operations.access import Actor, Permission, Role
from tamis.operations.people.audit import changing, note
from tamis.operations.people.fields import checked_email, checked_name
from tamis.operations.people.roster import known
from tamis.operations.people.tokens import end_tokens
from tamis.operations.rescore import micros_of
from tamis.operations.workspace import Workspace
from tamis.store.application import Deed, Person, open_application

_DAY = 24 * 3600 * 1_000_000
INVITATION_LASTS, RESET_LASTS = 7 * _DAY, _DAY
SPENT = "This link was used already, or is too old; ask an administrator for a new one."


@dataclass(frozen=True)
class Invited:
    """A person, and the secret of the link that lets them choose a password, which is kept nowhere."""

    person: Person
    secret: str = field(repr=False)
    expires_at: int
    """Microseconds since the epoch, UTC."""


def invite(
    workspace: Workspace, actor: Actor, *, email: str, name: str, role: Role, now: Callable[[], datetime]
) -> Invited:
    """A new person, who comes in by the link. Raises UsageError for an address that is taken or none."""
    email, name = checked_email(email), checked_name(name)
    with changing(workspace, actor, Permission.MANAGE_PEOPLE, now) as change:
        person = change.application.people.add(email, name, role.value, change.at)
        expires_at = change.at + INVITATION_LASTS
        secret = change.application.links.add(person.id, "invitation", change.at, expires_at=expires_at)
        change.note(Deed("invite_person", f"{name} <{person.email}>", {}, {"role": role.value}))
    return Invited(person, secret, expires_at)


def renew_invitation(workspace: Workspace, actor: Actor, id: int, *, now: Callable[[], datetime]) -> Invited:
    """Another link for who was invited and has not come yet; the one before is good no more."""
    with changing(workspace, actor, Permission.MANAGE_PEOPLE, now) as change:
        person = known(change.application, id)
        if person.can_sign_in:
            raise UsageError("The invitation was accepted already; make a link to reset the password instead.")
        expires_at = change.at + INVITATION_LASTS
        secret = change.application.links.add(id, "invitation", change.at, expires_at=expires_at)
        change.note(Deed("renew_invitation", f"{person.name} <{person.email}>"))
    return Invited(person, secret, expires_at)


def make_reset_link(workspace: Workspace, actor: Actor, id: int, *, now: Callable[[], datetime]) -> Invited:
    """A link by which a person chooses another password, good once; until then the old one goes on working."""
    with changing(workspace, actor, Permission.MANAGE_PEOPLE, now) as change:
        person = known(change.application, id)
        if not person.is_active:
            raise UsageError("This person is deactivated; activate them first.")
        expires_at = change.at + RESET_LASTS
        secret = change.application.links.add(id, "reset", change.at, expires_at=expires_at)
        change.note(Deed("make_reset_link", f"{person.name} <{person.email}>"))
    return Invited(person, secret, expires_at)


def link_of(workspace: Workspace, secret: str, *, now: Callable[[], datetime]) -> Person | None:
    """Whom a link lets choose a password, while it is good."""
    with open_application(workspace.application) as application:
        link = application.links.known(secret, micros_of(now()))
        person = application.people.get(link.person) if link else None
    return person if person and person.is_active else None


def choose_password(
    workspace: Workspace, secret: str, password: str, *, now: Callable[[], datetime], keeps_tokens: bool = False
) -> Person:
    """Uses a link: the person has this password, is signed out everywhere, and their API tokens end (unless
    `keeps_tokens`). Raises UsageError for a spent link.

    Whether the password is a good one is for the caller to tell before.
    """
    at = micros_of(now())
    with open_application(workspace.application) as application, application.together():
        link = application.links.use(secret, at)
        person = application.people.get(link.person) if link else None
        if link is None or person is None or not person.is_active:
            raise UsageError(SPENT)
        application.people.set_password(person.id, password)
        application.people.end_sessions(person.id)
        kind = "accept_invitation" if link.purpose == "invitation" else "reset_password"
        actor = Actor(person.name, Role(person.role), person.id)
        note(application, actor, Deed(kind, person.name), at)
        if not keeps_tokens:
            end_tokens(application, actor, at)
    return person
