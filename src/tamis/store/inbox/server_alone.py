"""The one process that takes messages out of an inbox on a server.

A lock keeps others out. It belongs to a connection, which may break under a process that knows nothing of it; so
whoever has the lock also leaves a mark, by which the process that had it before finds out that it is not alone.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from tamis.errors import UsageError
from tamis.store.inbox.faults import InboxFailed, TakenOver
from tamis.store.inbox.home import Connection
from tamis.store.inbox.server_connection import connect, failures_named
from tamis.store.inbox.server_schema import TAKING_OUT
from tamis.store.postgresql.place import SharedDatabase

if TYPE_CHECKING:
    import psycopg

# A transaction that does nothing else, and so holds nothing up: a lock of a session would be lost, or left behind,
# where connections are pooled. A killed process is given a moment to let go, and a machine that is gone half a minute;
# and nobody else cuts it off.
_BEGIN = """
BEGIN;
SET LOCAL lock_timeout = '5s';
SET LOCAL idle_in_transaction_session_timeout = 0;
SET LOCAL tcp_keepalives_idle = 15;
SET LOCAL tcp_keepalives_interval = 5;
SET LOCAL tcp_keepalives_count = 3
"""
_TAKEN = (
    "{} has a process already that keeps the scores of its workspace; further ones can be: tamis serve --ingest-only"
)
_TAKEN_OVER = (
    "{} was taken over by another process that keeps scores, when this one had lost its connection, and each has only "
    "what it took out. Serve one workspace, and with --ingest-only beside it."
)
_RESTORED = "{} is no longer this workspace's: a backup was restored; start again."
_HELD = "{} does not let this process take messages out again yet; it goes on when the lock is free."


class ServerAlone:
    """As `home.Alone` says, from `begin` to `end`."""

    def __init__(self, place: SharedDatabase) -> None:
        self._place = place
        self._mark = secrets.token_hex(8)
        self._holder: psycopg.Connection[Any] | None = None

    def begin(self, connection: Connection) -> None:
        """Raises UsageError if another process takes messages out."""
        if not self._lock():
            raise UsageError(_TAKEN.format(self._place.name))
        with connection.writing():
            connection.run("DELETE FROM taker")
            connection.run("INSERT INTO taker VALUES (?)", self._mark)

    def keep(self, connection: Connection) -> None:
        if self._is_locked() or self._lock():
            return
        # Held by another process, or by what the server has not noticed yet to be gone: this one's own connection.
        with connection.reading():
            self.refuse_other(connection)
        raise InboxFailed(_HELD.format(self._place.name))

    def refuse_other(self, connection: Connection) -> None:
        marks = connection.run("SELECT mark FROM taker")
        if marks != [(self._mark,)]:
            raise TakenOver((_TAKEN_OVER if marks else _RESTORED).format(self._place.name))

    def end(self) -> None:
        """Lets others take messages out."""
        if self._holder is not None:
            self._holder.close()
            self._holder = None

    def _is_locked(self) -> bool:
        """Whether the connection is there still, and its transaction, which is what holds the lock."""
        from psycopg import Error

        with suppress(Error):
            if self._holder is not None and self._holder.execute("SELECT 1").fetchone():
                return True
        self.end()
        return False

    def _lock(self) -> bool:
        from psycopg.errors import LockNotAvailable

        with failures_named(self._place.name):
            self._holder = connect(self._place)
            try:
                self._holder.execute(_BEGIN)
                self._holder.execute("SELECT pg_advisory_xact_lock(%s)", (TAKING_OUT,))
            except LockNotAvailable:
                self.end()
                return False
            except BaseException:
                self.end()
                raise
        return True
