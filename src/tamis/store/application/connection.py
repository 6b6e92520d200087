"""One open application database: its place among Django's connections, its transactions, its faults in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from threading import Lock
from typing import Any, Protocol

from tamis.store.application.faults import told
from tamis.store.application.settings import set_up_django

BUSY_SECONDS = 10
_numbers = count(1)
# Django walks through the names of its connections at the beginning, at the end and in the middle of each request, in
# any thread: they are replaced as a whole, since a walk through what grows or shrinks fails.
_naming = Lock()


class Database(Protocol):
    """What a file and a server do differently."""

    @property
    def name(self) -> str:
        """As a sentence names it; never with a password."""

    def refuse_unusable(self) -> None:
        """Raises UsageError for what can be told to be none without opening it."""

    def settings(self) -> dict[str, Any]:
        """As Django wants them."""

    def begin(self, connection: Connection, *, exclusive: bool) -> None:
        """What has to be said at the beginning of a transaction."""

    def prepare(self, connection: Connection) -> None:
        """Makes what is missing. Raises UsageError for what is no database of this workspace and this Tamis."""


class Connection:
    """A database under an alias of its own, so that several workspaces can be open in one process."""

    def __init__(self, database: Database) -> None:
        set_up_django()
        from django.db import DEFAULT_DB_ALIAS, connections

        self.database = database
        self.alias = f"application_{next(_numbers)}"
        # Django fills in the settings that are left out, but only of databases that are there from the start.
        # It stays open as long as this process wants it.
        asked = {**database.settings(), "CONN_MAX_AGE": None}
        filled = connections.configure_settings({DEFAULT_DB_ALIAS: {}, self.alias: asked})
        with _naming:
            connections.settings = {**connections.settings, self.alias: filled[self.alias]}

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Faults of the database that are met inside are raised as UsageError."""
        with told(self.database.name):
            if not self.django.in_atomic_block:
                # What broke meanwhile is opened anew.
                self.django.close_if_unusable_or_obsolete()
            yield

    @contextmanager
    def writing(self, *, exclusive: bool = True) -> Iterator[None]:
        """One transaction; faults are raised as UsageError. Exclusive: it holds the only right to write from its
        beginning, which in SQLite every transaction does; else others may change other rows meanwhile."""
        from django.db import transaction

        with self.reading(), transaction.atomic(using=self.alias):
            self.database.begin(self, exclusive=exclusive)
            yield

    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a statement in the database's own words, such as a pragma."""
        with self.django.cursor() as cursor:
            cursor.execute(statement, values or None)
            return list(cursor.fetchall()) if cursor.description else []

    @property
    def django(self) -> Any:
        """Django's connection."""
        from django.db import connections

        return connections[self.alias]

    def close(self) -> None:
        """Close the database and forget the alias; a second time, nothing."""
        from django.db import connections

        if self.alias in connections.settings:
            connections[self.alias].close()
            del connections[self.alias]
            with _naming:
                connections.settings = {name: kept for name, kept in connections.settings.items() if name != self.alias}
