"""An application database on a PostgreSQL server."""

from __future__ import annotations

from typing import Any

from tamis.errors import UsageError
from tamis.store.application.connection import BUSY_SECONDS, Connection
from tamis.store.application.migrating import is_current, migrate
from tamis.store.postgresql.owner import MARK, empty, refuse_other
from tamis.store.postgresql.place import SharedDatabase

# The lock of whoever writes alone; any number, the same in every process: "TAMI".
_LOCK = 0x54414D49
# For another that writes, as with a file.
WAIT = f"{BUSY_SECONDS}s"
_OWN = {"dbname", "user", "password", "host", "port"}


class ServerDatabase:
    """A database of a server, which one workspace has for itself."""

    def __init__(self, place: SharedDatabase) -> None:
        self._place = place

    @property
    def name(self) -> str:
        return self._place.name

    def refuse_unusable(self) -> None:
        """Nothing: the server tells."""

    def settings(self) -> dict[str, Any]:
        found = self._place.parameters
        options = {"connect_timeout": BUSY_SECONDS} | {key: found[key] for key in found if key not in _OWN}
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": found["dbname"],
            "USER": found.get("user", ""),
            "PASSWORD": found.get("password", ""),
            "HOST": found.get("host", ""),
            "PORT": found.get("port", ""),
            "OPTIONS": options,
            # Opened anew where the server has ended it meanwhile.
            "CONN_HEALTH_CHECKS": True,
        }

    def begin(self, connection: Connection, *, exclusive: bool) -> None:
        """Alone: after whoever else writes alone. Set anew each time: what pools connections may have lost it."""
        connection.sql(f"SET LOCAL lock_timeout = '{WAIT}'")
        if exclusive:
            connection.sql("SELECT pg_advisory_xact_lock(%s)", _LOCK)

    def prepare(self, connection: Connection) -> None:
        """Made if it is to be, refused if it is another's, and brought up to date."""
        tables = _tables(connection)
        if MARK in tables and is_current(connection, tables):
            self._refuse_other(connection)
            return
        with connection.writing():
            # Another process may have made it meanwhile.
            tables = _tables(connection)
            self._refuse_foreign(connection, tables)
            migrate(connection, tables)
            if MARK not in tables:
                self.mark(connection)

    def mark(self, connection: Connection) -> None:
        """So that it is known as ours, and as this workspace's and nobody else's."""
        connection.sql(f"CREATE TABLE IF NOT EXISTS {MARK} (id text PRIMARY KEY)")
        connection.sql(f"DELETE FROM {MARK}")
        connection.sql(f"INSERT INTO {MARK} VALUES (%s)", self._place.workspace)

    def _refuse_foreign(self, connection: Connection, tables: set[str]) -> None:
        if MARK in tables:
            self._refuse_other(connection)
        elif tables:
            raise UsageError(f"{self.name} is used by another program; make one for Tamis alone, with createdb.")
        elif not self._place.is_new:
            raise empty(self.name)
        elif connection.sql("SHOW server_encoding") != [("UTF8",)]:
            raise UsageError(f"{self.name} does not keep UTF-8; make one with: createdb --encoding UTF8 -T template0")

    def _refuse_other(self, connection: Connection) -> None:
        refuse_other(self.name, owner_of(connection), self._place.workspace)


def owner_of(connection: Connection) -> str | None:
    """The id of the workspace whose database it is; None if it is nobody's."""
    if MARK not in _tables(connection):
        return None
    return next((str(id) for (id,) in connection.sql(f"SELECT id FROM {MARK}")), None)


def _tables(connection: Connection) -> set[str]:
    return {name for (name,) in connection.sql("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")}
