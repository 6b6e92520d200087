"""Writing to the warehouse beside the keeper, which writes all the time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import duckdb

_Kept = TypeVar("_Kept")
_PAUSES = (0.05, 0.2, 0.5, 1.0)


def until_alone(write: Callable[[], _Kept]) -> _Kept:
    """What a transaction gives; it is done again where another one changed the same rows in that very moment, as when a
    contact is erased or merged while its likelihood is kept. Raises what the last attempt raises."""
    for pause in _PAUSES:
        try:
            return write()
        except duckdb.TransactionException:
            time.sleep(pause)
    return write()
