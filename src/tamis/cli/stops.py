"""Ctrl-C and the system's request to end: heard from the first moment, before anything slow is imported."""

from __future__ import annotations

import signal
from types import FrameType
from typing import NoReturn


class Stopped(BaseException):
    """Someone asked the process to end; raised where it stands, so that open files are cleared away on the way out."""


class Stops:
    """Listens for Ctrl-C and SIGTERM. `number` is the signal that came, if one did."""

    def __init__(self) -> None:
        self.number: int | None = None

    def listen(self) -> Stops:
        """Begins to listen, but for signals that whoever started the process told it to ignore (`nohup`, `&`)."""
        for number in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._stop)
        return self

    @property
    def exit_code(self) -> int:
        """What a process ends with when a signal stopped it, by custom: 130 for Ctrl-C, 143 for SIGTERM."""
        return 128 + (self.number or 0)

    def _stop(self, number: int, _frame: FrameType | None) -> NoReturn:
        self.number = number
        # A second Ctrl-C must not interrupt the clearing away.
        signal.signal(number, signal.SIG_IGN)
        raise Stopped
