"""Engines for tests: each a session of one that the process keeps, since to open one takes longer than most cases."""

from __future__ import annotations

import atexit
from collections.abc import Iterator
from contextlib import contextmanager

from tamis.engine import DuckDBEngine

_KEPT: dict[int | None, DuckDBEngine] = {}


@contextmanager
def empty_engine(*, threads: int | None = None) -> Iterator[DuckDBEngine]:
    """One with an empty private database, which is gone at the end of the block."""
    if threads not in _KEPT:
        _KEPT[threads] = DuckDBEngine.open(threads=threads)
    with _KEPT[threads].session() as engine:
        yield engine


@atexit.register
def _close() -> None:
    while _KEPT:
        _KEPT.popitem()[1].close()
