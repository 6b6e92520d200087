"""What may be told of an unexpected error."""

from __future__ import annotations

from pathlib import Path


def place_of(error: BaseException) -> str:
    """What went wrong and where; not the text of the error, which may quote what was sent."""
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    if at is None:
        return type(error).__name__
    code = at.tb_frame.f_code
    return f"{type(error).__name__} in {code.co_name}, line {at.tb_lineno} of {Path(code.co_filename).name}"
