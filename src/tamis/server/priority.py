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
    that it starts from then on. Twice is as once.

    Only Linux knows the priority of one thread; elsewhere, and where a container forbids it, all stays as it is.
    """
    if sys.platform != "linux":
        return
    with suppress(OSError):
        usual = os.getpriority(os.PRIO_PROCESS, os.getpid())
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), min(usual + _NICE, _NICEST))
