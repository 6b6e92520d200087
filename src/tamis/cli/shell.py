"""Runs a command and turns whatever happens into sentences and an exit code, never a traceback.

0 done · 1 data rejected or a check that fell short · 2 usage or definition error · 3 a fault of Tamis itself ·
130 and 143 stopped by Ctrl-C and by the system.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from types import FrameType
from typing import NoReturn

from typer import Abort
from typer.exceptions import TyperException

from tamis.cli.speech import say, say_issues
from tamis.errors import DataError, DefinitionError, TamisError

FAULT = 3
STOPPED = 130
TERMINATED = 143


def main() -> NoReturn:
    """Runs the command line of this process and ends the process."""
    signal.signal(signal.SIGTERM, _terminate)
    # Building expressions allocates much and leaves no cycles; the usual rhythm costs a tenth of a short command.
    gc.set_threshold(100_000, 20, 20)
    code = run(sys.argv[1:])
    _finish_output()
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Runs one command; gives its exit code. `--debug`, anywhere, lets an unexpected error show where it came from."""
    from tamis.cli.commands import app

    debug = "--debug" in arguments
    words = [word for word in arguments if word != "--debug"]
    return _spoken(lambda: app(words, prog_name="tamis", standalone_mode=False), debug=debug)


def _spoken(command: Callable[[], object], *, debug: bool) -> int:
    try:
        code = int(command() or 0)  # type: ignore[call-overload]
    except TyperException as error:
        show = getattr(error, "show", None)
        if show is not None:
            show()
        return error.exit_code
    except (KeyboardInterrupt, Abort):
        code = STOPPED
    except _Terminated:
        code = TERMINATED
    except (BrokenPipeError, SystemExit):
        # Typer ends the process where a pipe breaks, and nowhere else in this mode.
        return _unheard()
    except TamisError as error:
        return _told(error)
    except OSError as error:
        if debug:
            raise
        return _told_by_system(error)
    except Exception as error:
        if debug:
            raise
        return _fault(error)
    if code in (STOPPED, TERMINATED):
        say("Stopped; nothing was written.")
    return code


def _told(error: TamisError) -> int:
    if isinstance(error, DefinitionError) or (isinstance(error, DataError) and error.issues):
        say_issues(error.issues)
    else:
        say(str(error), label="error")
    return 2


def _told_by_system(error: OSError) -> int:
    """The disk is full, a folder is read-only, a file is gone: the system's own words and the file they are about."""
    say(f"{error.filename}: {error.strerror}." if error.filename else f"{error.strerror or error}.", label="error")
    return 2


def _fault(error: Exception) -> int:
    # The kind of error only: its text may quote a contact's data.
    kind = type(error).__name__
    say(f"Tamis itself failed ({kind}); nothing was written.", label="error")
    say("Run the same command with --debug to see where, and please report that.")
    return FAULT


class _Terminated(BaseException):
    """The system asked the process to end; raised so that open files are cleared away on the way out."""


def _terminate(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise _Terminated


def _unheard() -> int:
    """Whoever read standard output has closed it (`tamis score … | head`): no error, and no more output."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _finish_output() -> None:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _unheard()
