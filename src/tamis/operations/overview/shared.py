"""Figures about the past, which everybody who asks for them within a minute shares: each looks through all events, or
the whole history."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from tamis.operations.remembered import remembered
from tamis.operations.workspace import Workspace
from tamis.store.warehouse import Warehouse

Answer = TypeVar("Answer")

_MINUTE = 60_000_000


def within_a_minute(
    workspace: Workspace, warehouse: Warehouse, as_of: int, asked: tuple[Hashable, ...], find: Callable[[], Answer]
) -> Answer:
    """What `find` gives, or what it gave to somebody who asked the same in the same minute. `as_of`: microseconds since
    the epoch, UTC."""
    return remembered(workspace, warehouse, (*asked, as_of // _MINUTE), find)
