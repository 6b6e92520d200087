"""Who may sign in, as what, and who may no more. There is always an administrator who can sign in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tamis.errors import UsageError
from tamis.operations.access import Actor, Permission, Role
from tamis.operations.people.audit import Changing, changing, note
from tamis.operations.people.fields import checked_email, checked_name
from tamis.operations.rescore import micros_of
from tamis.operations.workspace import Workspace
from tamis.store.application import Application, Deed, Person, open_application

LAST_ADMINISTRATOR = "There has to be an administrator who can sign in; give somebody else that role first."
NOT_THERE = "There is no such person."


@dataclass(frozen=True)
class PersonSeen:
    """A person as the list shows them. `invited_until`, in microseconds since the epoch (UTC), where a link that lets
    them choose a password is open."""

    person: Person
    invited_until: int | None
    tokens: int
    """How many API tokens of theirs are good."""


def has_people(workspace: Workspace) -> bool:
    """Whether anybody can sign in, or was ever asked to."""
    with open_application(workspace.application) as application:
        return bool(application.people.list())


def list_people(workspace: Workspace, *, now: Callable[[], datetime]) -> tuple[PersonSeen, ...]:
    """Everybody, by name."""
    at = micros_of(now())
    with open_application(workspace.application) as application:
        people = application.people.list()
        links = application.links.open_at(at, [person.id for person in people])
        tokens = [token.person for token in application.tokens.of() if token.is_good(at)]
    return tuple(
        PersonSeen(person, links[person.id].expires_at if person.id in links else None, tokens.count(person.id))
        for person in people
    )


def person_of(workspace: Workspace, email: str) -> Person:
    """The person of an e-mail address. Raises UsageError where there is none."""
    with open_application(workspace.application) as application:
        person = application.people.with_email(email)
    if person is None:
        raise UsageError("Nobody has this e-mail address; see: tamis people list")
    return person


def add_administrator(
    workspace: Workspace, *, email: str, name: str, password: str, now: Callable[[], datetime]
) -> Person:
    """The first person of a workspace. Raises UsageError where there is somebody already."""
    email, name, at = checked_email(email), checked_name(name), micros_of(now())
    with open_application(workspace.application) as application, application.together():
        if application.people.list():
            raise UsageError("Somebody has set this workspace up already; sign in, or ask them for an invitation.")
        person = application.people.add(email, name, Role.ADMINISTRATOR.value, at, password=password)
        deed = Deed("set_up", name, {}, {"role": person.role})
        note(application, Actor(name, Role.ADMINISTRATOR, person.id), deed, at)
    return person


def change_role(workspace: Workspace, actor: Actor, id: int, role: Role, *, now: Callable[[], datetime]) -> Person:
    """Gives a person another role, from their next click on. Raises UsageError for the last administrator."""
    with changing(workspace, actor, Permission.MANAGE_PEOPLE, now) as change:
        before = known(change.application, id)
        after = change.application.people.change(id, role=role.value)
        _keep_an_administrator(change.application)
        change.note(Deed("change_role", _named(before), {"role": before.role}, {"role": after.role}))
    return after


def deactivate(workspace: Workspace, actor: Actor, id: int, *, now: Callable[[], datetime]) -> Person:
    """Lets a person in no more: they are signed out, and their links and API tokens end. What they did stays.

    Raises UsageError for the last administrator.
    """
    with changing(workspace, actor, Permission.MANAGE_PEOPLE, now) as change:
        after = change.application.people.change(known(change.application, id).id, is_active=False)
        _keep_an_administrator(change.application)
        _end_everything(change, id)
        change.note(Deed("deactivate_person", _named(after), {"active": "yes"}, {"active": "no"}))
    return after


def activate(workspace: Workspace, actor: Actor, id: int, *, now: Callable[[], datetime]) -> Person:
    """Lets a deactivated person in again, with the password that they had."""
    with changing(workspace, actor, Permission.MANAGE_PEOPLE, now) as change:
        after = change.application.people.change(known(change.application, id).id, is_active=True)
        change.note(Deed("activate_person", _named(after), {"active": "no"}, {"active": "yes"}))
    return after


def withdraw_invitation(workspace: Workspace, actor: Actor, id: int, *, now: Callable[[], datetime]) -> None:
    """Deletes who was invited and has not come yet. Raises UsageError for who has."""
    with changing(workspace, actor, Permission.MANAGE_PEOPLE, now) as change:
        person = known(change.application, id)
        if person.can_sign_in:
            raise UsageError("The invitation was accepted already; deactivate the person instead.")
        change.application.links.withdraw(id)
        change.application.people.delete(id)
        _keep_an_administrator(change.application)
        change.note(Deed("withdraw_invitation", _named(person)))


def sign_out_everywhere(workspace: Workspace, actor: Actor, id: int, *, now: Callable[[], datetime]) -> None:
    """Ends every session of a person; one does that for oneself, too."""
    permission = Permission.OWN_SETTINGS if actor.id == id else Permission.MANAGE_PEOPLE
    with changing(workspace, actor, permission, now) as change:
        person = known(change.application, id)
        change.application.people.end_sessions(id)
        change.note(Deed("sign_out_everywhere", _named(person)))


def forget_second_factor(workspace: Workspace, actor: Actor, id: int, *, now: Callable[[], datetime]) -> None:
    """Has a person sign in by password alone, until they set a second factor up anew; they are signed out."""
    with changing(workspace, actor, Permission.MANAGE_PEOPLE, now) as change:
        person = known(change.application, id)
        change.application.people.forget_second_factor(id)
        change.application.people.end_sessions(id)
        change.note(Deed("reset_second_factor", _named(person)))


def known(application: Application, id: int) -> Person:
    """A person. Raises UsageError where there is none."""
    person = application.people.get(id)
    if person is None:
        raise UsageError(NOT_THERE)
    return person


def _end_everything(change: Changing, id: int) -> None:
    change.application.people.end_sessions(id)
    change.application.links.withdraw(id)
    change.application.tokens.revoke_all(id, change.at)


def _keep_an_administrator(application: Application) -> None:
    """Raises UsageError where none is left, which takes the change back."""
    people = application.people.list()
    if people and not any(
        person.role == Role.ADMINISTRATOR and person.is_active and person.can_sign_in for person in people
    ):
        raise UsageError(LAST_ADMINISTRATOR)


def _named(person: Person) -> str:
    return f"{person.name} <{person.email}>"
