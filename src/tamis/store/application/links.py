"""Links by which a person chooses a password, once: an invitation, or a reset that an administrator made."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tamis.store.application.connection import Connection

Purpose = Literal["invitation", "reset"]


@dataclass(frozen=True)
class Link:
    """A link, without what makes it one. Instants: microseconds since the epoch, UTC."""

    id: int
    person: int
    purpose: Purpose
    created_at: int
    expires_at: int


class Links:
    """The links of one application database. Methods may raise UsageError for a faulty database."""

    def __init__(self, connection: Connection) -> None:
        # Django's models can be made only when Django is set up, which the connection does.
        from tamis.store.application import models

        self._connection = connection
        self._links = models.StoredLink.objects.db_manager(connection.alias)

    def add(self, person: int, purpose: Purpose, at: int, *, expires_at: int) -> str:
        """The secret of a new link, which is kept nowhere; the person's earlier links are good no more."""
        secret = secrets.token_urlsafe(32)
        with self._connection.writing():
            self._links.filter(person=person, used_at=None).delete()
            fields = {"purpose": purpose, "created_at": at, "expires_at": expires_at}
            self._links.create(person=person, hash=_hash(secret), **fields)
        return secret

    def known(self, secret: str, at: int) -> Link | None:
        """The link of that secret, where it is good at that instant."""
        with self._connection.reading():
            stored = self._good(at).filter(hash=_hash(secret)).first()
        return _link(stored) if stored else None

    def use(self, secret: str, at: int) -> Link | None:
        """The same, and it is good no more; of two that use it at once, one gets it."""
        with self._connection.writing():
            stored = self._good(at).filter(hash=_hash(secret)).first()
            if stored is None or not self._links.filter(pk=stored.pk, used_at=None).update(used_at=at):
                return None
            return _link(stored)

    def open_at(self, at: int, people: Collection[int]) -> Mapping[int, Link]:
        """The links that are good at that instant, by person."""
        with self._connection.reading():
            return {stored.person: _link(stored) for stored in self._good(at).filter(person__in=list(people))}

    def withdraw(self, person: int) -> None:
        """Ends the links of a person."""
        with self._connection.writing():
            self._links.filter(person=person, used_at=None).delete()

    def _good(self, at: int) -> Any:
        return self._links.filter(used_at=None, expires_at__gt=at)


def _hash(secret: str) -> str:
    # 256 random bits need no slow hash.
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _link(stored: Any) -> Link:
    return Link(stored.pk, stored.person, stored.purpose, stored.created_at, stored.expires_at)
