"""Who may sign in, and as what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tamis.errors import UsageError
from tamis.store.application.connection import Connection

if TYPE_CHECKING:
    from tamis.store.application.person import StoredPerson


@dataclass(frozen=True)
class Person:
    """Someone who may sign in; `created_at` in microseconds since the epoch, UTC. `can_sign_in`: has a password."""

    id: int
    email: str
    name: str
    role: str
    is_active: bool
    can_sign_in: bool
    created_at: int


class People:
    """The people of an application database."""

    def __init__(self, connection: Connection) -> None:
        from tamis.store.application import models

        self._connection = connection
        self._people = models.StoredPerson.objects.db_manager(connection.alias)

    def add(self, email: str, name: str, role: str, at: int, *, password: str | None = None) -> Person:
        """Adds a person; without a password they cannot sign in yet. Raises UsageError for an address that is taken."""
        from tamis.store.application.person import folded_email

        with self._connection.writing():
            if self._people.filter(email=folded_email(email)).exists():
                raise UsageError("Somebody with this e-mail address may sign in already.")
            person = self._people.model(email=folded_email(email), name=name, role=role, created_at=at)
            _lay_down(person, password)
            person.save(using=self._connection.alias)
        return _read(person)

    def set_password(self, id: int, password: str | None) -> None:
        """Gives a person another password, or none. Raises UsageError for who is not there."""
        with self._connection.writing():
            person = self._people.filter(id=id).first()
            if person is None:
                raise UsageError("There is no such person.")
            _lay_down(person, password)
            person.save(using=self._connection.alias, update_fields=["password"])

    def list(self) -> Sequence[Person]:
        """Everybody, by name."""
        with self._connection.reading():
            return tuple(map(_read, self._people.order_by("name", "id")))

    def with_email(self, email: str) -> Person | None:
        """Who has that address, in whatever case."""
        from tamis.store.application.person import folded_email

        with self._connection.reading():
            found = self._people.filter(email=folded_email(email)).first()
        return _read(found) if found else None


def _lay_down(person: Any, password: str | None) -> None:
    if password is None:
        person.set_unusable_password()
    else:
        person.set_password(password)


def _read(stored: StoredPerson) -> Person:
    return Person(
        id=stored.pk,
        email=stored.email,
        name=stored.name,
        role=stored.role,
        is_active=stored.is_active,
        can_sign_in=stored.has_usable_password(),
        created_at=stored.created_at,
    )
