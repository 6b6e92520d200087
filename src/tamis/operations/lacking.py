"""What the machine lacks where an error is no fault of whoever asked for something."""

from __future__ import annotations

_FULL, _SCARCE = "The disk is full.", "There is not enough memory."
PASSING = (_FULL, _SCARCE)
"""What may be otherwise in a minute."""
# As DuckDB, SQLite and the system say it.
_SIGNS = {
    ("No space left", "isk is full", "quota exceeded", "max_temp_directory_size"): _FULL,
    ("Out of Memory", "out of memory", "more memory than there is"): _SCARCE,
    ("disk reports", "disk I/O error", "File too large", "Input/output error"): "The disk reports an error.",
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
    return next((sentence for signs, sentence in _SIGNS.items() if any(sign in text for sign in signs)), "")
