"""API tokens: programs sign in with them as the person who made them, for what they were made for."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tamis.errors import UsageError
from tamis.store.application.connection import Connection

# So that a token is known as one wherever it is found, in a log or in public code.
_MARK = "tamis_"
# Letters behind the mark that are kept as they are.
_SHOWN = 6
_MINUTE = 60_000_000


@dataclass(frozen=True)
class Token:
    """An API token, without what makes it one. Instants: microseconds since the epoch, UTC; None for never."""

    id: int
    person: int
    name: str
    prefix: str
    """How it begins, to know it by."""
    scopes: frozenset[str]
    """The permissions that it was made for, by their values."""
    created_at: int
    expires_at: int | None
    last_used_at: int | None
    """To the minute."""
    revoked_at: int | None

    def is_good(self, at: int) -> bool:
        """Whether it lets anybody in at an instant."""
        return self.revoked_at is None and (self.expires_at is None or at < self.expires_at)


class Tokens:
    """The API tokens of one application database. Methods may raise UsageError for a faulty database."""

    def __init__(self, connection: Connection) -> None:
        # Django's models can be made only when Django is set up, which the connection does.
        from tamis.store.application import models

        self._connection = connection
        self._tokens = models.StoredToken.objects.db_manager(connection.alias)

    def add(
        self, person: int, name: str, scopes: frozenset[str], at: int, *, expires_at: int | None = None
    ) -> tuple[str, Token]:
        """A new token of a person: the secret, which is kept nowhere, and what is known of it.

        Raises UsageError where the person has one of that name that is not revoked.
        """
        secret = _MARK + secrets.token_urlsafe(32)
        fields: dict[str, object] = {"created_at": at, "expires_at": expires_at, "scopes": " ".join(sorted(scopes))}
        fields |= {"prefix": secret[: len(_MARK) + _SHOWN], "hash": _hash(secret)}
        with self._connection.writing():
            if self._tokens.filter(person=person, name=name, revoked_at=None).exists():
                raise UsageError(f'There is an API token "{name}" already; choose another name, or revoke it first.')
            return secret, _token(self._tokens.create(person=person, name=name, **fields))

    def known(self, secret: str, at: int) -> Token | None:
        """The token of that secret, if it is good at that instant; that it was used is noted."""
        with self._connection.reading():
            stored = self._tokens.filter(hash=_hash(secret)).first()
        if stored is None or not (token := _token(stored)).is_good(at):
            return None
        if token.last_used_at is None or not 0 <= at - token.last_used_at < _MINUTE:
            with self._connection.writing(exclusive=False):
                self._tokens.filter(pk=token.id).update(last_used_at=at)
        return token

    def of(self, person: int | None = None) -> Sequence[Token]:
        """Those of a person, or of everybody; newest first."""
        chosen = self._tokens.all() if person is None else self._tokens.filter(person=person)
        with self._connection.reading():
            return [_token(stored) for stored in chosen.order_by("-pk")]

    def get(self, id: int) -> Token | None:
        """One token, or None if there is none of that id."""
        with self._connection.reading():
            stored = self._tokens.filter(pk=id).first()
        return _token(stored) if stored else None

    def revoke(self, id: int, at: int) -> None:
        """Ends a token for good; one that was ended stays as it was."""
        with self._connection.writing():
            self._tokens.filter(pk=id, revoked_at=None).update(revoked_at=at)

    def revoke_all(self, person: int, at: int) -> int:
        """Ends every token of a person; gives how many."""
        with self._connection.writing():
            return int(self._tokens.filter(person=person, revoked_at=None).update(revoked_at=at))


def _hash(secret: str) -> str:
    # The secret is 256 random bits: nobody guesses it, so a slow hash would only cost time at each request.
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _token(stored: Any) -> Token:
    return Token(
        stored.pk,
        stored.person,
        stored.name,
        stored.prefix,
        frozenset(stored.scopes.split()),
        stored.created_at,
        stored.expires_at,
        stored.last_used_at,
        stored.revoked_at,
    )
