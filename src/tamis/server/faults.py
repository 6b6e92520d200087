"""What may be told of an unexpected error."""

from __future__ import annotations

from pathlib import Path

# As DuckDB, SQLite and the system say it.
_LACKING = {
    ("No space left", "disk is full", "max_temp_directory_size"): "The disk is full.",
    ("Out of Memory", "out of memory"): "There is not enough memory.",
    ("Read-only file system", "Permission denied", "cannot be written"): "A file of the workspace cannot be written.",
}


def lacking_in(error: BaseException) -> str:
    """What the machine lacks, as a sentence, if that is behind an error, or behind what caused it; else nothing."""
    causes: list[str] = []
    cause: BaseException | None = error
    while cause is not None:
        causes.append(str(cause))
        cause = cause.__cause__
    text = " ".join(causes)
    return next((sentence for signs, sentence in _LACKING.items() if any(sign in text for sign in signs)), "")


def place_of(error: BaseException) -> str:
    """What went wrong and where; not the text of the error, which may quote what was sent."""
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    if at is None:
        return type(error).__name__
    code = at.tb_frame.f_code
    return f"{type(error).__name__} in {code.co_name}, line {at.tb_lineno} of {Path(code.co_filename).name}"
