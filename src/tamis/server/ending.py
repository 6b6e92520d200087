"""The request to end a worker, heard once, however often it is said.

A terminal tells both processes of Ctrl-C, and systemd both of SIGTERM; the first process then tells the worker once
more. Granian 2.8 loses the request where a second one comes while it handles the first, and never ends: in half of the
attempts with SIGINT and SIGTERM at once. So no thread takes a signal but one that waits for it, which tells granian.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable

_ENDINGS = (signal.SIGTERM, signal.SIGINT)
# In seconds.
_BETWEEN = 0.02


class Ending:
    """Made by the main thread, before there is any other."""

    def __init__(self) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        # A terminal that is closed tells both processes; the first one then says so.
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        # Threads inherit this from the one that starts them.
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDINGS)
        self._lock = threading.Lock()
        self._asked = threading.Event()
        self._acts: list[Callable[[], None]] = []
        threading.Thread(target=self._run, name="ending", daemon=True).start()

    @property
    def is_asked(self) -> bool:
        """Whether the process was asked to end."""
        return self._asked.is_set()

    def wait(self) -> None:
        """Returns when the process was asked to end."""
        self._asked.wait()

    def then(self, act: Callable[[], None]) -> None:
        """Has something done when the process is asked to end, in the order of the calls; now if it was."""
        with self._lock:
            if not self.is_asked:
                self._acts.append(act)
                return
        act()

    def _run(self) -> None:
        signal.sigwait(_ENDINGS)
        with self._lock:
            self._asked.set()
        for act in self._acts:
            act()


def end_granian(is_listening: Callable[[], bool]) -> None:
    """Has granian answer what it has begun, and end; waits for it to be able to hear that."""
    handler = None
    while not callable(handler) or not is_listening():
        threading.Event().wait(_BETWEEN)
        handler = signal.getsignal(signal.SIGTERM)
    handler(signal.SIGTERM, None)
