"""Runs a command and turns whatever happens into sentences and an exit code, never a traceback.

0 done · 1 data rejected or a check that fell short · 2 usage or definition error, an unreadable file, or a machine
without memory or disk left · 3 a fault of Tamis itself · 130 and 143 stopped by Ctrl-C and by the system.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

import typer
from typer.exceptions import TyperException
from typer.main import get_command_name
from typer.models import CommandInfo

from tamis.cli.speech import say, say_issues
from tamis.cli.stops import Stops
from tamis.errors import DataError, DefinitionError, FaultElsewhere, TamisError

FAULT = 3


def run(arguments: Sequence[str], stops: Stops | None = None) -> int:
    """Runs one command; gives its exit code. `--debug`, anywhere, lets an unexpected error show where it came from."""
    words = [word for word in arguments if word != "--debug"] or ["--help"]
    stops = stops or Stops()
    try:
        return int(_app_of(words[0])(words, prog_name="tamis", standalone_mode=False) or 0)
    except BaseException as error:
        # Asked of the listener and not of the error: DuckDB turns what a signal raises in the middle of a query into
        # an error of its own.
        if stops.number is not None:
            say(f"Stopped; {_outcome(words)}.")
            return stops.exit_code
        code = _answer(error, words)
        if code is None or (code == FAULT and "--debug" in arguments):
            raise
        return code


def _app_of(word: str) -> typer.Typer:
    """The application with the one command of that name, or with all: to build all takes 0.05 s."""
    from tamis.cli.predict_commands import app

    asked = [command for command in app.registered_commands if _name(command) == word]
    if len(asked) != 1:
        return app
    alone = copy(app)
    alone.registered_commands, alone.registered_groups = asked, []
    return alone


def _name(command: CommandInfo) -> str:
    return command.name or get_command_name(command.callback.__name__ if command.callback else "")


def _outcome(words: Sequence[str]) -> str:
    """What is there when a command ends early: each thing that it does happens as a whole, or not at all."""
    is_resumed = words[0] in ("import", "publish", "rescore")
    return "what was done is whole, and the same command does the rest" if is_resumed else "nothing was written"


def _refusal(words: Sequence[str]) -> str:
    """What a mistake in a file has kept a command from."""
    if words[0] in ("publish", "revert", "activate"):
        return "nothing was published"
    nothing = {"import": "nothing was taken in", "train": "no model was written", "predict": "nothing was predicted"}
    return nothing.get(words[0], "nothing was scored")


def _answer(error: BaseException, words: Sequence[str]) -> int | None:
    """Tells the person what happened; gives the exit code, None for what is not ours to answer."""
    match error:
        case TyperException():
            return _misused(error)
        case BrokenPipeError() | SystemExit():
            # Typer ends the process where a pipe breaks, and nowhere else in this mode.
            raise BrokenPipeError from error
        case TamisError():
            return _told(error, _refusal(words))
        case OSError():
            return _told_by_system(error)
        case Exception():
            return _fault(error, _outcome(words))
    return None


def _misused(error: TyperException) -> int:
    context = getattr(error, "ctx", None)
    hint = f" See {context.command_path} --help." if context is not None else ""
    say(error.format_message().rstrip(".") + "." + hint, label="error")
    return 2


def _told(error: TamisError, outcome: str) -> int:
    if isinstance(error, DefinitionError) or (isinstance(error, DataError) and error.issues):
        say_issues(error.issues, outcome=outcome)
    else:
        say(str(error), label="error")
    return 2


def _told_by_system(error: OSError) -> int:
    """The disk is full, a folder is read-only, a file is gone: the system's own words and the file they are about."""
    say(f"{error.filename}: {error.strerror}." if error.filename else f"{error.strerror or error}.", label="error")
    return 2


def _fault(error: Exception, outcome: str) -> int:
    # The kind of error only: its text may quote a contact's data.
    kind = error.kind if isinstance(error, FaultElsewhere) else type(error).__name__
    say(f"Tamis itself failed ({kind}); {outcome}.", label="error")
    say("Run the same command with --debug to see where, and please report that.")
    return FAULT
