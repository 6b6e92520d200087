"""Answers that were given to requests with a key of their own: a request that comes again is not done again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tamis.store.application.connection import Connection

_DAY = 24 * 3600 * 1_000_000
# Whoever did it was killed; longer than any request is answered in.
_ABANDONED = 600 * 1_000_000


@dataclass(frozen=True)
class KeptAnswer:
    """What a request was answered. `status`: None while it is being done."""

    fingerprint: str
    """Of what was asked."""
    status: int | None
    headers: str
    content: bytes


class Answers:
    """The answers of one application database; each is kept for a day. A key belongs to its owner.

    Instants are microseconds since the epoch, UTC. Methods may raise UsageError for a faulty database.
    """

    def __init__(self, connection: Connection) -> None:
        # Django's models can be made only when Django is set up, which the connection does.
        from tamis.store.application import models

        self._connection = connection
        self._answers = models.StoredAnswer.objects.db_manager(connection.alias)

    def begin(self, owner: str, key: str, fingerprint: str, at: int) -> KeptAnswer | None:
        """Notes that a request is being done, and gives None; or the answer that is kept for its key."""
        with self._connection.writing():
            self._answers.filter(at__lt=at - _DAY).delete()
            self._answers.filter(at__lt=at - _ABANDONED, status=None).delete()
            stored = self._answers.filter(owner=owner, key=key).first()
            if stored is not None:
                return _answer(stored)
            self._answers.create(owner=owner, key=key, fingerprint=fingerprint, at=at)
            return None

    def keep(self, owner: str, key: str, *, status: int, headers: str, content: bytes) -> None:
        """The answer of a request that was begun."""
        with self._connection.writing(exclusive=False):
            found = self._answers.filter(owner=owner, key=key)
            found.update(status=status, headers=headers, content=content)

    def forget(self, owner: str, key: str) -> None:
        """The request came to nothing, and may be sent again."""
        with self._connection.writing(exclusive=False):
            self._answers.filter(owner=owner, key=key).delete()


def _answer(stored: Any) -> KeptAnswer:
    return KeptAnswer(stored.fingerprint, stored.status, stored.headers, bytes(stored.content))
