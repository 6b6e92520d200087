"""The thread of the worker that watches over the rest: its parent, the request to end, and bodies that stall."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import parent_process
from multiprocessing.connection import wait

from tamis.operations.meters import Meters
from tamis.server.bodies import Bodies
from tamis.server.health import Health
from tamis.server.served import Served

_LOG = logging.getLogger("tamis.server")
# In seconds.
_TICK, _TICK_UNTIL_READY = 0.25, 0.05
_ENDINGS = (signal.SIGTERM, signal.SIGINT)
# Who listens everywhere is reached here.
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}


class Watch:
    """Begins with `start`, which the main thread must call, and ends with the process."""

    def __init__(
        self, served: Served, *, bodies: Bodies, meters: Meters, health: Health, ending: Callable[[], None]
    ) -> None:
        """`ending` is called once, when the process is asked to end."""
        self._served, self._bodies, self._meters, self._health = served, bodies, meters, health
        self._ending, self._is_ending = ending, False
        self._signals, self._signalled = os.pipe()

    def start(self) -> None:
        """Begins to watch."""
        # Beside whoever handles signals: granian tells nobody that it was asked to end.
        os.set_blocking(self._signalled, False)
        signal.set_wakeup_fd(self._signalled, warn_on_full_buffer=False)
        threading.Thread(target=self._run, name="watch", daemon=True).start()

    def _run(self) -> None:
        parent = parent_process()
        sources = [self._signals, *([parent.sentinel] if parent else [])]
        while True:
            ready = wait(sources, _TICK if self._served.greeted.is_set() else _TICK_UNTIL_READY)
            if parent and parent.sentinel in ready:
                # Killed, or it would have ended this process first. What is acknowledged is durable, what is written
                # to the warehouse is whole; and whoever starts a server again at once finds the place free.
                os._exit(1)
            if self._signals in ready:
                self._heed(os.read(self._signals, 64))
            self._cut_off()
            self._greet_when_ready()

    def _heed(self, numbers: bytes) -> None:
        if not self._is_ending and any(number in numbers for number in _ENDINGS):
            self._is_ending = True
            self._health.hinder("server", "It is being stopped.")
            self._ending()

    def _cut_off(self) -> None:
        if cut := self._bodies.cut_off_stalled(is_ending=self._is_ending):
            self._meters.stalled.inc(cut)
            _LOG.warning("%d connections were cut off: a request did not come whole in time.", cut)

    def _greet_when_ready(self) -> None:
        if self._served.greeted.is_set() or self._health.reasons:
            return
        address = _EVERYWHERE.get(self._served.address, self._served.address)
        with suppress(OSError), socket.create_connection((address, self._served.port), timeout=1):
            self._served.greet()
