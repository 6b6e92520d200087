"""What the two processes of a server know of each other: the one that was started, and the worker that does it all."""

from __future__ import annotations

import logging
import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event

from tamis.errors import TamisError
from tamis.operations.workspace import Workspace
from tamis.server.faults import place_of
from tamis.server.reach import Reach

_LOG = logging.getLogger("tamis.server")
# Who listens everywhere is reached here.
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}


@dataclass(frozen=True)
class Served:
    """What a worker serves, and how it reaches the process that started it."""

    workspace: Workspace
    address: str
    """Where it listens; a number, not a name."""
    port: int
    now: Callable[[], datetime]
    """The present instant, in UTC."""
    greeting: str
    """Printed when the first worker is ready, and not again."""
    greeted: Event
    trouble: Connection
    """Takes the sentence of what keeps any worker from serving."""
    reach: Reach = field(default_factory=Reach)
    """How people's browsers reach it."""
    is_ingest_only: bool = False
    """Messages are taken in, and nothing else is done: another process keeps the scores."""

    @property
    def url(self) -> str:
        """Where a browser reaches it: by the proxy, or else on this machine."""
        if self.reach.url:
            return self.reach.url
        address = _EVERYWHERE.get(self.address, self.address)
        return f"http://[{address}]:{self.port}" if ":" in address else f"http://{address}:{self.port}"

    def is_listening(self) -> bool:
        """Whether a connection can be made."""
        address = _EVERYWHERE.get(self.address, self.address)
        try:
            socket.create_connection((address, self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def greet(self) -> None:
        """Prints the greeting, where that was not done yet."""
        if not self.greeted.is_set():
            self.greeted.set()
            # Whoever started it may not listen any more; those who send do not care.
            with suppress(OSError, ValueError):
                print(self.greeting, flush=True)  # noqa: T201 - the one line on standard output.

    def give_up(self, error: Exception) -> None:
        """Has the whole server end, with a sentence: another worker would fail in the same way."""
        parent = parent_process()
        with suppress(OSError):
            self.trouble.send(_sentence(error))
        if parent is not None and parent.pid == os.getppid():
            os.kill(parent.pid, signal.SIGTERM)


def _sentence(error: Exception) -> str:
    if isinstance(error, TamisError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}." if error.filename else f"{error.strerror}."
    _LOG.error("The worker could not begin: %s", place_of(error))
    return f"The server could not begin: {place_of(error)}. Please report that."
