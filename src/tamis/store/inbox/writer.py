"""One thread that writes for all: whoever comes while one commit is under way shares the next."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Sequence

from tamis.store.inbox.faults import InboxBusy, InboxFailed
from tamis.store.inbox.home import Home, Row

_LOG = logging.getLogger("tamis.inbox")
_ROWS_A_COMMIT = 10_000
# What a row costs in memory beside its message, in bytes.
_BESIDE = 200


class Writer:
    """Stores rows durably, in the order in which they come; any number of threads may call it."""

    def __init__(self, home: Home, *, most_waiting: int, patience: float) -> None:
        """`most_waiting` is in bytes; a caller gives up after `patience` seconds."""
        self._name, self._most_waiting, self._patience = home.name, most_waiting, patience
        self._connection = home.connect()
        self._waiting: deque[_Part] = deque()
        self._bytes = 0
        self._closing = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="inbox", daemon=True)
        self._thread.start()

    def store(self, rows: Sequence[Row]) -> None:
        """Returns when the rows are durable.

        Raises InboxBusy if too much is waiting, and InboxFailed if they could not be stored.
        """
        part = _Part(rows)
        with self._changed:
            if self._closing:
                raise InboxFailed(f"{self._name} is being closed.")
            # What is larger than all that may wait would never be taken if it could not wait alone.
            if self._waiting and self._bytes + part.bytes > self._most_waiting:
                raise InboxBusy("More is waiting to be stored than is kept in memory; send it again in a moment.")
            self._waiting.append(part)
            self._bytes += part.bytes
            self._changed.notify()
        self._wait_for(part)

    def close(self) -> None:
        """Stores what is waiting, then ends. Nothing is taken from now on."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join()

    def _wait_for(self, part: _Part) -> None:
        if not part.unsettled.acquire(timeout=self._patience):
            self._withdraw(part)
            raise InboxFailed(f"{self._name} took longer than {self._patience:g} seconds to be written.")
        if part.fault is not None:
            raise InboxFailed(str(part.fault)) from part.fault

    def _withdraw(self, part: _Part) -> None:
        """What still waits is not stored any more; what is being stored goes on, and its repeat will be recognised."""
        with self._changed:
            if part in self._waiting:
                self._waiting.remove(part)
                self._bytes -= part.bytes

    def _run(self) -> None:
        while parts := self._next_parts():
            self._settle(parts)
        self._connection.close()

    def _next_parts(self) -> list[_Part]:
        """What one commit stores; nothing when the inbox is closed and all is done."""
        with self._changed:
            while not self._waiting and not self._closing:
                self._changed.wait()
            parts: list[_Part] = []
            rows = 0
            while self._waiting and (not parts or rows + len(self._waiting[0].rows) <= _ROWS_A_COMMIT):
                parts.append(self._waiting.popleft())
                rows += len(parts[-1].rows)
            self._bytes -= sum(part.bytes for part in parts)
            return parts

    def _settle(self, parts: list[_Part]) -> None:
        fault: InboxFailed | None = InboxFailed(f"{self._name} could not be written.")
        try:
            self._connection.append([row for part in parts for row in part.rows])
            fault = None
        except InboxFailed as failure:
            fault = failure
        except Exception as error:  # noqa: BLE001 - the thread has to go on, or nobody could store anything any more.
            _LOG.error("Messages could not be stored: %s", type(error).__name__)
        finally:
            for part in parts:
                part.fault = fault
                part.unsettled.release()


class _Part:
    """The rows of one call, and how it went with them."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.bytes = sum(len(body) for _, _, body in rows) + _BESIDE * len(rows)
        # Held until the rows are stored. An event is one of these too, and three more things beside.
        self.unsettled = threading.Lock()
        self.unsettled.acquire()
        self.fault: InboxFailed | None = None
