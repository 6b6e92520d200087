"""Who may sign in, and as what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tamis.errors import UsageError
from tamis.store.application.connection import Connection

if TYPE_CHECKING:
    from tamis.store.application.person import StoredPerson

# What allauth calls them: https://docs.allauth.org/en/latest/mfa/
_CODES_OF_AN_APP = "totp"


@dataclass(frozen=True)
class Person:
    """Someone who may sign in; instants in microseconds since the epoch, UTC. `can_sign_in`: has a password."""

    id: int
    email: str
    name: str
    role: str
    is_active: bool
    can_sign_in: bool
    created_at: int
    signed_in_at: int | None = None
    """When they last signed in; None: never."""
    has_second_factor: bool = False


class People:
    """The people of an application database."""

    def __init__(self, connection: Connection) -> None:
        from tamis.store.application import models

        self._connection = connection
        self._people = models.StoredPerson.objects.db_manager(connection.alias)
        self._factors = models.StoredSecondFactor.objects.db_manager(connection.alias)

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
            secured = set(self._factors.filter(type=_CODES_OF_AN_APP).values_list("person", flat=True))
            found = self._people.order_by("name", "id")
            return tuple(_read(stored, has_second_factor=stored.pk in secured) for stored in found)

    def get(self, id: int) -> Person | None:
        """One person, or None if there is none of that id."""
        with self._connection.reading():
            stored = self._people.filter(id=id).first()
            is_secured = self._factors.filter(person=id, type=_CODES_OF_AN_APP).exists()
        return _read(stored, has_second_factor=is_secured) if stored else None

    def change(self, id: int, **fields: object) -> Person:
        """Other values of some fields: `name`, `role`, `is_active`, `language`, `time_zone`, `theme`."""
        with self._connection.writing():
            self._people.filter(id=id).update(**fields)
        person = self.get(id)
        if person is None:
            raise UsageError("There is no such person.")
        return person

    def end_sessions(self, id: int) -> None:
        """Signs a person out wherever they are signed in."""
        from django.db.models import F

        with self._connection.writing():
            self._people.filter(id=id).update(sessions=F("sessions") + 1)

    def end_all_sessions(self) -> None:
        """Signs everybody out."""
        with self._connection.writing():
            self._connection.sql("DELETE FROM django_session")

    def forget_second_factor(self, id: int) -> None:
        """Deletes by what else than a password a person shows that it is they."""
        with self._connection.writing():
            self._factors.filter(person=id).delete()

    def delete(self, id: int) -> None:
        """Deletes a person who never signed in; others are deactivated, since what they did names them."""
        with self._connection.writing():
            self._people.filter(id=id, last_login=None).delete()

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


def _read(stored: StoredPerson, *, has_second_factor: bool = False) -> Person:
    return Person(
        id=stored.pk,
        email=stored.email,
        name=stored.name,
        role=stored.role,
        is_active=stored.is_active,
        can_sign_in=stored.has_usable_password(),
        created_at=stored.created_at,
        signed_in_at=None if stored.last_login is None else round(stored.last_login.timestamp() * 1_000_000),
        has_second_factor=has_second_factor,
    )
