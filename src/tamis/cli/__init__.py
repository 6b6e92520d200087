"""The command line: translates a command into one operation, and its answer back."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn, TextIO

from tamis.cli.stops import Stopped, Stops


def main() -> NoReturn:
    """Runs the command line of this process and ends the process."""
    stops = Stops().listen()
    # A stream that the caller closed is None, and whatever is said to it is said to nobody.
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    # Building expressions allocates much and leaves no cycles; the usual rhythm costs a tenth of a short command.
    gc.set_threshold(100_000, 20, 20)
    try:
        from tamis.cli.shell import run

        code = run(sys.argv[1:], stops)
        sys.stdout.flush()
    except Stopped:
        code = stops.exit_code
    except BrokenPipeError:
        # Whoever read standard output has left; Python would complain of it once more on the way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    _end(code)


def _end(code: int) -> NoReturn:
    """Ends the process at once: Python would first take apart, piece by piece, all that a command has built."""
    try:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        # Temporary folders that are still there go here.
        atexit._run_exitfuncs()
    finally:
        os._exit(code)


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")
