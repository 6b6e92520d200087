"""The people who may sign in, as the application database keeps them."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

_ROLES = [(role, role) for role in ("administrator", "marketing", "sales", "read_only")]
_THEMES = [(theme, theme) for theme in ("auto", "light", "dark")]


class People(BaseUserManager):
    """Finds people by what they sign in with: their e-mail address, in whatever case."""

    def get_by_natural_key(self, email: str) -> StoredPerson:
        """The person of an e-mail address."""
        found: StoredPerson = self.get(email=folded_email(email))
        return found


class StoredPerson(AbstractBaseUser):
    """Who may sign in. The password is kept as a hash; an empty one lets nobody in."""

    email = models.EmailField(unique=True)
    """As it was folded (`folded_email`)."""
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=13, choices=_ROLES)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=5, default="")
    """Such as `fr`; empty: as the browser asks."""
    time_zone = models.CharField(max_length=64, default="")
    """Such as `Europe/Paris`; empty: that of the workspace."""
    theme = models.CharField(max_length=5, choices=_THEMES, default="auto")
    created_at = models.BigIntegerField()
    sessions = models.IntegerField(default=0)
    """Another number, and every session of theirs is over."""

    objects = People()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        db_table = "people"

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django's own, of the password alone, would let nobody sign out everywhere without another password.
        said = f"{self.password} {self.sessions}"
        return str(salted_hmac("tamis.sessions", said, secret=secret, algorithm="sha256").hexdigest())


def folded_email(email: str) -> str:
    """An e-mail address as it is compared: without spaces around it, in small letters."""
    return email.strip().casefold()
