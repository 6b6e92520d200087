"""An inbox on a PostgreSQL server: where it is, whose it is, and how it is made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from tamis.errors import UsageError
from tamis.store.inbox.faults import InboxFailed
from tamis.store.inbox.server_alone import ServerAlone
from tamis.store.inbox.server_connection import ServerConnection, connect, failures_named
from tamis.store.inbox.server_schema import SCHEMA, STEPS, WRITING
from tamis.store.postgresql.owner import MARK, empty, refuse_other
from tamis.store.postgresql.place import SharedDatabase


class ServerHome:
    """A schema in the database of a workspace, which several processes and machines may have open."""

    def __init__(self, place: SharedDatabase) -> None:
        self._place = place

    @property
    def name(self) -> str:
        return self._place.name

    def prepare(self) -> None:
        """Makes the schema, or brings it up to date. Raises UsageError if the database is not this workspace's."""
        try:
            with failures_named(self.name), closing(connect(self._place)) as connection:
                self._refuse_other(connection)
                # Whoever finds nothing to do must not wait for those who write.
                if self._applied(connection) < len(STEPS):
                    with connection.transaction():
                        bring_up_to_date(connection)
        except InboxFailed as error:
            raise UsageError(str(error)) from error

    @contextmanager
    def alone(self) -> Iterator[ServerAlone]:
        """By a lock and a mark on the server."""
        alone = ServerAlone(self._place)
        try:
            with closing(self.connect()) as connection:
                alone.begin(connection)
            yield alone
        finally:
            alone.end()

    def connect(self, *, is_durable: bool = True) -> ServerConnection:
        """Opened when it is used."""
        return ServerConnection(self._place, is_durable=is_durable)

    def _refuse_other(self, connection: Any) -> None:
        if connection.execute("SELECT to_regclass(%s)", (MARK,)).fetchone() == (None,):
            raise empty(self.name)
        found = connection.execute(f"SELECT id FROM {MARK}").fetchone()
        refuse_other(self.name, found and str(found[0]), self._place.workspace)

    def _applied(self, connection: Any) -> int:
        steps = applied(connection)
        if steps > len(STEPS):
            raise UsageError(f"{self.name} was written by a newer Tamis; upgrade Tamis.")
        return steps


def bring_up_to_date(connection: Any) -> None:
    """Makes what is missing, inside the caller's transaction; `connection` is one of psycopg."""
    # Two processes must not both make it.
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (WRITING,))
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    for step in STEPS[applied(connection) :]:
        connection.execute(step)
    connection.execute(f"UPDATE {SCHEMA}.shape SET steps = %s", (len(STEPS),))


def applied(connection: Any) -> int:
    """How many steps the schema has had; `connection` is one of psycopg."""
    if connection.execute("SELECT to_regclass(%s)", (f"{SCHEMA}.shape",)).fetchone() == (None,):
        return 0
    return int(connection.execute(f"SELECT steps FROM {SCHEMA}.shape").fetchone()[0])
