"""The inbox: put in, durable; taken out in order, when the warehouse has it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from tamis.messages import Message, read_message, write_message
from tamis.store.inbox.faults import failures_named
from tamis.store.inbox.rows import depth, remove, rows_after, tell_apart
from tamis.store.inbox.schema import connect, prepare, transaction
from tamis.store.inbox.sources import Sources
from tamis.store.inbox.writer import Writer

# In bytes and in seconds. The clients give up after 15 seconds.
_MOST_WAITING = 16 << 20
_PATIENCE = 10.0


@dataclass(frozen=True)
class Pending:
    """A message that the warehouse has not taken in; `n` grows in the order in which messages were stored."""

    n: int
    source: str
    """Its name."""
    message: Message


class Inbox:
    """One file; any number of threads may call it, and several processes may have it open."""

    def __init__(self, file: Path, *, most_waiting: int = _MOST_WAITING, patience: float = _PATIENCE) -> None:
        self.sources = Sources(file)
        self._file = file
        self._writer = Writer(file, most_waiting=most_waiting, patience=patience)
        self._lock = threading.Lock()
        self._connection = connect(file)
        # What it writes can be done again; the next message that is stored makes it durable too.
        self._connection.execute("PRAGMA synchronous = NORMAL")

    def put(self, source: int, messages: Sequence[Message]) -> None:
        """Returns when all messages of a source are durable. A repeat of what ever came will not be pending again.

        Raises InboxBusy if more is waiting than the inbox holds in memory, and InboxFailed if nothing was acknowledged.
        """
        if messages:
            self._writer.store([(source, message.id, write_message(message)) for message in messages])

    def pending(self, after: int, most: int) -> list[Pending]:
        """At most so many messages with a number above `after`, oldest first.

        None with a smaller number comes later.
        """
        with self._lock, failures_named(self._file):
            rows = rows_after(self._connection, after, most)
            while len(rows) < most and self._tell_more_apart():
                rows += rows_after(self._connection, rows[-1][0] if rows else after, most - len(rows))
        return [Pending(n, source, read_message(body)) for n, source, body in rows]

    def done(self, upto: int) -> None:
        """Forgets the messages up to a number; that they came is remembered."""
        with self._lock, failures_named(self._file):
            while self._removed_some(upto):
                pass

    def depth(self) -> int:
        """How many messages are pending, at most: repeats that were not told apart yet may be among them."""
        with self._lock, failures_named(self._file):
            return depth(self._connection)

    def _tell_more_apart(self) -> bool:
        with self._writer.turn, transaction(self._connection):
            return tell_apart(self._connection)

    def _removed_some(self, upto: int) -> bool:
        with self._writer.turn, transaction(self._connection):
            return remove(self._connection, upto)

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


def open_inbox(file: Path, *, most_waiting: int = _MOST_WAITING, patience: float = _PATIENCE) -> Inbox:
    """The inbox in a file, made if it is not there. Raises UsageError for a file that is none, or cannot be used.

    At most `most_waiting` bytes wait in memory to be stored; who waits longer than `patience` seconds is refused.
    """
    prepare(file)
    return Inbox(file, most_waiting=most_waiting, patience=patience)
