"""API tokens: a program does with one what its person may do, and only what it was made for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

from tamis.errors import UsageError
from tamis.operations.access import Actor, Permission, Role, require
from tamis.operations.people.audit import changing, note
from tamis.operations.people.fields import checked_name
from tamis.operations.rescore import micros_of
from tamis.operations.workspace import Workspace
from tamis.store.application import Application, Deed, Token, open_application

TOKEN_SCOPES = tuple(permission for permission in Permission if permission is not Permission.OWN_SETTINGS)
"""What tokens may be made for: with all others, one that is lost could make itself new ones."""


def make_token(
    workspace: Workspace,
    actor: Actor,
    *,
    name: str,
    scopes: Collection[Permission],
    days: int | None,
    now: Callable[[], datetime],
) -> tuple[str, Token]:
    """A token of one's own: its secret, which is kept nowhere, and what is known of it; good for so many days.

    Raises Forbidden for scopes that one's role does not have, UsageError without any and for a name that is taken.
    """
    assert actor.id is not None
    name = checked_name(name)
    if not scopes:
        raise UsageError("Choose at least one thing that the token may do.")
    for scope in scopes:
        if scope not in TOKEN_SCOPES:
            raise UsageError(f'What "{scope.value}" permits, no API token may do.')
        require(actor, scope)
    with changing(workspace, actor, Permission.OWN_SETTINGS, now) as change:
        expires_at = None if days is None else micros_of(now() + timedelta(days=days))
        chosen = frozenset(scope.value for scope in scopes)
        secret, token = change.application.tokens.add(actor.id, name, chosen, change.at, expires_at=expires_at)
        change.note(Deed("make_token", name, {}, {"scopes": " ".join(sorted(chosen)), "prefix": token.prefix}))
    return secret, token


def revoke_token(workspace: Workspace, actor: Actor, id: int, *, now: Callable[[], datetime]) -> None:
    """Ends a token of one's own, or as an administrator anybody's. Raises UsageError where it is not there."""
    with open_application(workspace.application) as application:
        token = application.tokens.get(id)
    is_own = token is not None and token.person == actor.id
    with changing(workspace, actor, Permission.OWN_SETTINGS if is_own else Permission.MANAGE_PEOPLE, now) as change:
        if token is None:
            raise UsageError("There is no such API token.")
        change.application.tokens.revoke(id, change.at)
        change.note(Deed("revoke_token", token.name, {"prefix": token.prefix}, {}))


def revoke_own_tokens(workspace: Workspace, actor: Actor, *, now: Callable[[], datetime]) -> int:
    """Ends every API token of one's own; gives how many were good."""
    with changing(workspace, actor, Permission.OWN_SETTINGS, now) as change:
        return end_tokens(change.application, actor, change.at)


def end_tokens(application: Application, whose: Actor, at: int) -> int:
    """Ends every API token of somebody at an instant (microseconds since the epoch, UTC), each with its note; gives how
    many were good."""
    assert whose.id is not None
    good = [token for token in application.tokens.of(whose.id) if token.is_good(at)]
    application.tokens.revoke_all(whose.id, at)
    for token in good:
        note(application, whose, Deed("revoke_token", token.name, {"prefix": token.prefix}, {}), at)
    return len(good)


def list_tokens(workspace: Workspace, actor: Actor) -> Sequence[Token]:
    """One's own tokens, newest first."""
    with open_application(workspace.application) as application:
        return application.tokens.of(actor.id)


def count_tokens(workspace: Workspace, person: int, *, now: Callable[[], datetime]) -> int:
    """How many API tokens of a person are good."""
    at = micros_of(now())
    with open_application(workspace.application) as application:
        return sum(token.is_good(at) for token in application.tokens.of(person))


def actor_of_token(workspace: Workspace, secret: str, *, now: Callable[[], datetime]) -> Actor | None:
    """Who asks with a token: its person, as they are now, within its scopes; None where it lets nobody in."""
    with open_application(workspace.application) as application:
        token = application.tokens.known(secret, micros_of(now()))
        person = application.people.get(token.person) if token else None
    if token is None or person is None or not person.is_active:
        return None
    # A scope that this Tamis does not know gives nothing.
    known = {permission.value for permission in Permission}
    scopes = frozenset(Permission(scope) for scope in token.scopes & known)
    return Actor(person.name, Role(person.role), person.id, scopes, token.name)
