"""The thread of the worker that watches over the rest: its parent, and clients that stall."""

from __future__ import annotations

import logging
import os
import threading
from multiprocessing import parent_process
from multiprocessing.connection import wait

from tamis.operations.meters import Meters
from tamis.server.bodies import Bodies
from tamis.server.ending import Ending
from tamis.server.health import Health
from tamis.server.served import Served

_LOG = logging.getLogger("tamis.server")
# In seconds.
_TICK, _TICK_UNTIL_READY = 0.25, 0.05


class Watch:
    """Begins with `start`, and ends with the process."""

    def __init__(self, served: Served, ending: Ending, *, bodies: Bodies, meters: Meters, health: Health) -> None:
        self._served, self._ending = served, ending
        self._bodies, self._meters, self._health = bodies, meters, health

    def start(self) -> None:
        """Begins to watch."""
        threading.Thread(target=self._run, name="watch", daemon=True).start()

    def _run(self) -> None:
        parent = parent_process()
        while True:
            tick = _TICK if self._served.greeted.is_set() else _TICK_UNTIL_READY
            if wait([parent.sentinel] if parent else [], tick):
                # Killed, or it would have ended this process first. What is acknowledged is durable, what is written
                # to the warehouse is whole; and whoever starts a server again at once finds the place free.
                os._exit(1)
            self._cut_off()
            if not self._served.greeted.is_set() and not self._health.reasons and self._served.is_listening():
                self._served.greet()

    def _cut_off(self) -> None:
        if cut := self._bodies.cut_off_stalled(is_ending=self._ending.is_asked):
            self._meters.stalled.inc(cut)
            _LOG.warning("%d connections were cut off: a request did not come whole in time.", cut)
