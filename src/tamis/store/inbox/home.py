"""Where an inbox lies: what a file and a server do differently."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

Row = tuple[int, str, bytes]
"""Source, id of the message, the message."""


class Connection(Protocol):
    """One way in; one thread at a time uses it. It raises InboxFailed, a sentence, for whatever the store says."""

    def run(self, text: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a statement inside `reading` or `writing`; a value for each `?`."""

    def reading(self) -> AbstractContextManager[None]:
        """What is read inside was committed."""

    def writing(self) -> AbstractContextManager[None]:
        """All of what is written inside, or nothing of it; only `append` goes on meanwhile, and that not in a file."""

    def append(self, rows: Sequence[Row]) -> None:
        """Puts rows at the end of the messages; when it returns, they are durable.

        Whoever sees one of them sees all with smaller numbers.
        """

    def close(self) -> None:
        """Ends it."""


class Alone(Protocol):
    """That this process is the only one that takes messages out, for as long as that is so.

    It raises TakenOver as soon as another one was there, however shortly.
    """

    def keep(self, connection: Connection) -> None:
        """Takes back what was lost with a broken connection. Raises InboxFailed while that cannot be had."""

    def refuse_other(self, connection: Connection) -> None:
        """To be asked inside each transaction that reads or removes messages."""


class Home(Protocol):
    """A file, or a database of a server."""

    @property
    def name(self) -> str:
        """As a sentence names it."""

    def prepare(self) -> None:
        """Makes the tables, or brings them up to date. Raises UsageError if it is no inbox or cannot be used."""

    def alone(self) -> AbstractContextManager[Alone | None]:
        """Only one process at a time takes messages out. Raises UsageError if another one does.

        None: there is nothing that could be lost.
        """

    def connect(self, *, is_durable: bool = True) -> Connection:
        """Where it is not to be durable, what is written may be lost with the machine, but never the later before the
        earlier; so the next durable thing makes it durable too."""
