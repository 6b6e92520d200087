"""What a PostgreSQL server could not do, in a sentence for the person who has to act."""

from __future__ import annotations

BUSY = "{} is being written by another process, for longer than 10 seconds; try again."
INCOMPLETE = "{} is damaged: it lacks a table of Tamis. Restore it from a backup."
_REFUSED = "{} refuses the user or the password."
_MISSING = "{} is not there; make it with createdb."
_UNREACHABLE = "{} cannot be reached, or its server broke off; try again."
# By the beginning of PostgreSQL's code: https://www.postgresql.org/docs/current/errcodes-appendix.html
_SENTENCES = {
    "08": _UNREACHABLE,
    "25006": "{} cannot be written: its server only lets it be read.",
    # A process that stood still in the middle of its work; another one could not wait for it any longer.
    "25P03": _UNREACHABLE,
    "28": _REFUSED,
    "3D000": _MISSING,
    "3F000": "{} lacks the schema that its tables belong in.",
    "40": BUSY,
    "42501": "{} may not be used by this user; make the user its owner.",
    "42P01": INCOMPLETE,
    "42703": INCOMPLETE,
    "42883": INCOMPLETE,
    "53100": "{} cannot be written: the disk of its server is full. Nothing was changed.",
    "53": "{} has too much to do on its server (connections or memory); try again.",
    "54": "{} cannot keep a name as long as that.",
    "55P03": BUSY,
    "57": "{} is being shut down or started; try again.",
    "58": "{} cannot be read or written: its server reports a fault of the disk.",
    "XX": "{} is damaged; restore it from a backup.",
}


def sentence_of(state: str) -> str | None:
    """The sentence for a code of PostgreSQL, with a place for the name; None for a mistake of the program."""
    return next((words for begin, words in _SENTENCES.items() if state.startswith(begin)), None)


def unreachable(reason: str) -> str:
    """What went wrong before there was a connection has no code: only the words of the server or the system."""
    if "password" in reason or "authentication" in reason or "role" in reason:
        return _REFUSED
    if "database" in reason and "does not exist" in reason:
        return _MISSING
    return _UNREACHABLE
