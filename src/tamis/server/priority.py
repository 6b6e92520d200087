"""Whose turn it is where processors are scarce: people and senders, who wait for an answer, go first."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress

# Nice, in the sense of the system: a tenth of the share of whoever wants the same processor and is not. A training in
# its own process is nicer yet (`operations.models.fitting`).
_NICE, _NICEST = 10, 19


def go_second() -> None:
    """Has the calling thread work when the other threads of the machine do not, or a little beside them; and so those
    that it starts from then on, such as the engine's own, which compute for it and for pages.

    Only Linux knows the priority of one thread; elsewhere, and where a container forbids it, all stays as it is.
    """
    if sys.platform != "linux":
        return
    with suppress(OSError):
        thread = threading.get_native_id()
        nice = os.getpriority(os.PRIO_PROCESS, thread)
        os.setpriority(os.PRIO_PROCESS, thread, min(nice + _NICE, _NICEST))
