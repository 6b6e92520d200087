"""The inbox: put in, durable; taken out in order, when the warehouse has it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec

from tamis.messages import Message, read_message, write_message
from tamis.store.inbox.file_home import FileHome
from tamis.store.inbox.home import Alone, Home
from tamis.store.inbox.rows import depth, remove, rows_after, tell_apart, told_apart_upto
from tamis.store.inbox.server_home import ServerHome
from tamis.store.inbox.sources import Sources
from tamis.store.inbox.writer import Writer
from tamis.store.postgresql.place import SharedDatabase

# In bytes and in seconds. The clients give up after 15 seconds.
_MOST_WAITING = 16 << 20
_PATIENCE = 10.0


class Pending(msgspec.Struct, frozen=True, gc=False):
    """A message that the warehouse has not taken in; `n` grows in the order in which messages were stored."""

    n: int
    source: str
    """Its name."""
    message: Message


class Inbox:
    """A file, or part of a server's database; any number of threads may call it, and several processes have it open."""

    def __init__(self, home: Home, *, most_waiting: int = _MOST_WAITING, patience: float = _PATIENCE) -> None:
        self._home = home
        self.sources = Sources(home.connect())
        self._writer = Writer(home, most_waiting=most_waiting, patience=patience)
        self._lock = threading.Lock()
        # What it writes can be done again.
        self._connection = home.connect(is_durable=False)
        self._alone: Alone | None = None

    def put(self, source: int, messages: Sequence[Message]) -> None:
        """Returns when all messages of a source are durable. A repeat of what ever came will not be pending again.

        Raises InboxBusy if more is waiting than the inbox holds in memory, and InboxFailed if nothing was acknowledged.
        """
        if messages:
            self._writer.store([(source, message.id, write_message(message)) for message in messages])

    @contextmanager
    def alone(self) -> Iterator[None]:
        """No other process takes messages out until the end of the block. Raises UsageError if one does.

        It is asked of the server; for a file, whoever takes messages out holds the lock of the workspace's folder. If
        the connection breaks, another process may take over: then `pending` and `done` raise TakenOver for ever.
        """
        with self._home.alone() as self._alone:
            try:
                yield
            finally:
                self._alone = None

    def pending(self, after: int, most: int) -> list[Pending]:
        """At most so many messages with a number above `after`, oldest first.

        None with a smaller number comes later.
        """
        with self._lock:
            if self._alone is not None:
                self._alone.keep(self._connection)
            rows = self._rows_after(after, most)
            while len(rows) < most and self._tell_more_apart():
                rows += self._rows_after(rows[-1][0] if rows else after, most - len(rows))
        return [Pending(n, source, read_message(body)) for n, source, body in rows]

    def done(self, upto: int) -> None:
        """Forgets the messages up to a number; that they came is remembered."""
        with self._lock:
            while self._removed_some(upto):
                pass

    def depth(self) -> int:
        """How many messages are pending, at most: repeats that were not told apart yet may be among them."""
        with self._lock, self._connection.reading():
            return depth(self._connection)

    def reached(self) -> int:
        """The largest number that `pending` has ever come to, or a larger one."""
        with self._lock, self._connection.reading():
            return told_apart_upto(self._connection)

    def _rows_after(self, after: int, most: int) -> list[tuple[Any, ...]]:
        with self._connection.reading():
            self._refuse_other()
            return rows_after(self._connection, after, most)

    def _tell_more_apart(self) -> bool:
        with self._connection.writing():
            return tell_apart(self._connection)

    def _removed_some(self, upto: int) -> bool:
        with self._connection.writing():
            self._refuse_other()
            return remove(self._connection, upto)

    def _refuse_other(self) -> None:
        if self._alone is not None:
            self._alone.refuse_other(self._connection)

    def close(self) -> None:
        """Stores what is waiting and ends."""
        self._writer.close()
        self.sources.close()
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Inbox:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def open_inbox(
    place: Path | SharedDatabase, *, most_waiting: int = _MOST_WAITING, patience: float = _PATIENCE
) -> Inbox:
    """The inbox in a file, made if it is not there, or in a workspace's database on a server.

    At most `most_waiting` bytes wait in memory to be stored; who waits longer than `patience` seconds is refused.
    Raises UsageError for a file or a database that is none, is another workspace's, or cannot be used.
    """
    home: Home = FileHome(place) if isinstance(place, Path) else ServerHome(place)
    home.prepare()
    return Inbox(home, most_waiting=most_waiting, patience=patience)
