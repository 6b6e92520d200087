"""What came last from sources, for people who set one up and want to see it arrive. In memory, and of this process."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from tamis.messages import Message

# Requests, of which each may bring some hundred messages.
_REQUESTS = 200


@dataclass(frozen=True)
class Arrived:
    """One message that came, of a source; or one that was refused: then `refused` says why, and `message` is None.

    `at`: microseconds since the epoch, UTC.
    """

    at: int
    source: int
    message: Message | None
    refused: str = ""


class Arrivals:
    """The last requests; any thread may add and read. Adding takes the same short time for however many messages."""

    def __init__(self) -> None:
        self._requests: deque[tuple[int, int, Sequence[Message], Sequence[str]]] = deque(maxlen=_REQUESTS)

    def add(self, at: int, source: int, messages: Sequence[Message], refused: Sequence[str]) -> None:
        """Notes a request: when it came, from which source, what was stored and why the rest was not."""
        self._requests.append((at, source, messages, refused))

    def newest(self, most: int, *, source: int | None = None) -> list[Arrived]:
        """The newest messages first, of all sources or of one."""
        return list(islice(self._each(source), most))

    def _each(self, source: int | None) -> Iterator[Arrived]:
        for at, whose, messages, refused in reversed(tuple(self._requests)):
            if source is None or whose == source:
                yield from (Arrived(at, whose, None, reason) for reason in refused)
                yield from (Arrived(at, whose, message) for message in reversed(messages))
