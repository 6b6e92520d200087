"""A connection to the part of a server's database that is an inbox."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from tamis.store.inbox.faults import InboxFailed
from tamis.store.inbox.home import Row
from tamis.store.inbox.server_schema import SCHEMA, WRITING
from tamis.store.postgresql.faults import sentence_of, unreachable
from tamis.store.postgresql.place import SharedDatabase

if TYPE_CHECKING:
    import psycopg

_SECONDS = 10
# Told before the address, which may say otherwise. A server that does not answer is given up, as a file would be.
_USUAL = {
    "connect_timeout": _SECONDS,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": _SECONDS * 1000,
}
# In each transaction anew: what pools connections may have lost it. A process that stands still in the middle of one is
# cut off, so that others can go on.
_BEGIN = f"""
BEGIN;
SET LOCAL search_path = {SCHEMA};
SET LOCAL lock_timeout = '{_SECONDS}s';
SET LOCAL idle_in_transaction_session_timeout = '{_SECONDS}s'
"""
# Not where it is stricter still.
_DURABLE = "SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'"
_PUT = f"SELECT {SCHEMA}.put(%b, %b, %b, %b)"


class ServerConnection:
    """As `home.Connection` says; opened when it is needed, and anew where it broke."""

    def __init__(self, place: SharedDatabase, *, is_durable: bool = True) -> None:
        self._place, self._is_durable = place, is_durable
        self._open: psycopg.Connection[Any] | None = None

    def run(self, text: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a statement."""
        assert self._open is not None
        cursor = self._open.execute(text.replace("?", "%s"), values, binary=True)
        return list(cursor.fetchall()) if cursor.description else []

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Each statement sees what is committed."""
        with failures_named(self._place.name), self._transaction():
            yield

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction, the only one of its kind."""
        with failures_named(self._place.name), self._transaction():
            self.run(_DURABLE if self._is_durable else "SET LOCAL synchronous_commit = off")
            self.run("SELECT pg_advisory_xact_lock(?)", WRITING)
            yield

    def append(self, rows: Sequence[Row]) -> None:
        """One call, so that no process can stand still while others wait for it."""
        sources, ids, bodies = zip(*rows, strict=True)
        # PostgreSQL's texts hold no null character; ids may.
        values = (self._place.workspace, list(sources), [id.encode() for id in ids], list(bodies))
        with failures_named(self._place.name):
            ((is_ours,),) = self._repeated(_PUT, values)
        if not is_ours:
            raise InboxFailed(f"{self._place.name} is no longer this workspace's: a backup was restored; start again.")

    def close(self) -> None:
        """Ends it."""
        if self._open is not None:
            self._open.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._repeated(_BEGIN)
        assert self._open is not None
        try:
            yield
            self._open.commit()
        except BaseException:
            # Where the connection broke, so did the transaction.
            with suppress(Exception):
                self._open.rollback()
            raise

    def _repeated(self, text: str, values: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
        """A statement that may be done twice: once more where the server had ended the connection meanwhile."""
        from psycopg import OperationalError

        try:
            cursor = self._connected().execute(text, values)
        except OperationalError:
            if self._open is None or not self._open.closed:
                raise
            cursor = self._connected().execute(text, values)
        return list(cursor.fetchall()) if cursor.description else []

    def _connected(self) -> psycopg.Connection[Any]:
        if self._open is None or self._open.closed:
            self._open = connect(self._place)
        return self._open


def connect(place: SharedDatabase) -> psycopg.Connection[Any]:
    """A connection whose statements are transactions each, unless one is begun."""
    import psycopg

    # Nothing is prepared: what pools connections may not know it.
    return psycopg.connect(**_USUAL | place.parameters, autocommit=True, prepare_threshold=None)


@contextmanager
def failures_named(name: str) -> Iterator[None]:
    """Raises InboxFailed, a sentence, for whatever the server says. It is not quoted: it may tell what was sent."""
    from psycopg import Error, OperationalError

    try:
        yield
    except Error as error:
        if error.sqlstate is not None:
            sentence = sentence_of(error.sqlstate)
        else:
            sentence = unreachable(str(error)) if isinstance(error, OperationalError) else None
        raise InboxFailed((sentence or f"{{}} cannot be used ({type(error).__name__}).").format(name)) from error
