"""What the machine, and not a person, could not do: DuckDB's errors as sentences.

Never DuckDB's own words: they may quote a contact's data.
"""

from __future__ import annotations

import duckdb

from tamis.errors import EngineError

_DISK = "The disk is full: that of the output, or that of the temporary files."
_ROOM = "free some space, or set TMPDIR to a folder on a larger disk"


def is_lost(error: BaseException) -> bool:
    """Whether the database has given itself up: nothing is read or written any more until a process opens it anew."""
    return isinstance(error, duckdb.FatalException)


def engine_error(error: BaseException | None) -> EngineError | None:
    """The error as one that tells what to do, if a lack of memory or of disk, or a number too large, is behind it."""
    text = str(error)
    # DuckDB sets work aside on disk when memory is short, so one is often told as the other.
    if isinstance(error, duckdb.Error) and ("No space left" in text or "max_temp_directory_size" in text):
        return EngineError(f"{_DISK}\n  hint: {_ROOM}")
    if isinstance(error, duckdb.OutOfMemoryException | MemoryError):
        hint = "end other programs, score fewer definitions at once, or use a larger machine"
        return EngineError(f"This needs more memory than there is.\n  hint: {hint}")
    if isinstance(error, duckdb.OutOfRangeException | duckdb.ConversionException):
        hint = "lower the points or bound them with a limit; points are counted up to nine billion or so"
        return EngineError(f"A number grew too large to be counted.\n  hint: {hint}")
    return None
