"""One open application database: its place among Django's connections, its transactions, its faults in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from tamis.store.application.faults import told
from tamis.store.application.settings import set_up_django

_BUSY_SECONDS = 10
_OPTIONS = {"timeout": _BUSY_SECONDS, "transaction_mode": "IMMEDIATE"}
_numbers = count(1)


class Connection:
    """A database file under an alias of its own, so that several workspaces can be open in one process."""

    def __init__(self, file: Path) -> None:
        set_up_django()
        from django.db import DEFAULT_DB_ALIAS, connections

        self.file = file.absolute()
        self.alias = f"application_{next(_numbers)}"
        asked = {"ENGINE": "django.db.backends.sqlite3", "NAME": self.file, "OPTIONS": _OPTIONS}
        # Django fills in the settings that are left out, but only of databases that are there from the start.
        connections.settings[self.alias] = connections.configure_settings({DEFAULT_DB_ALIAS: {}, self.alias: asked})[
            self.alias
        ]

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Faults of the file that are met inside are raised as UsageError."""
        with told(self.file):
            yield

    @contextmanager
    def writing(self, *, exclusive: bool = True) -> Iterator[None]:
        """One transaction; faults are raised as UsageError. Exclusive: it holds the only right to write from its
        beginning, which in SQLite every transaction does; else others may change other rows meanwhile."""
        from django.db import transaction

        with told(self.file), transaction.atomic(using=self.alias):
            yield

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        """The rows of a statement of SQLite's own, such as a pragma."""
        with self.django.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []

    @property
    def django(self) -> Any:
        """Django's connection."""
        from django.db import connections

        return connections[self.alias]

    def close(self) -> None:
        """Close the file and forget the alias; a second time, nothing."""
        from django.db import connections

        if self.alias in connections.settings:
            connections[self.alias].close()
            del connections[self.alias], connections.settings[self.alias]
