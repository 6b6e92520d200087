"""Who asks for something to be done, and whether they may."""

from __future__ import annotations

from dataclasses import dataclass

from tamis.errors import Forbidden
from tamis.operations.access.permissions import ALLOWED, Permission, Role


@dataclass(frozen=True)
class Actor:
    """Somebody who does something: a person on a page, a program with that person's API token, the command line."""

    name: str
    """As the audit log names it."""
    role: Role
    id: int | None = None
    """Of the person; None for who is none, such as the command line."""
    scopes: frozenset[Permission] | None = None
    """What an API token was made for; None where the role alone decides."""
    token: str = ""
    """The name of the API token by which it is done, if any."""


COMMAND_LINE = Actor("command line", Role.ADMINISTRATOR)
"""Whoever has a terminal on the server: they could read the files as well."""


TAMIS = Actor("Tamis", Role.ADMINISTRATOR)
"""What is done because it is due, and nobody asked."""


def may(actor: Actor, permission: Permission) -> bool:
    """Whether the actor's role has the permission and, with an API token, the token too."""
    is_in_scope = actor.scopes is None or permission in actor.scopes
    return is_in_scope and actor.role in ALLOWED[permission]


def require(actor: Actor, permission: Permission) -> None:
    """Raises Forbidden where the actor may not."""
    if not may(actor, permission):
        raise Forbidden(permission.value, actor.role.value, is_token=actor.role in ALLOWED[permission])
