"""Answers about all data that take a while, kept by the process that holds the warehouse."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from tamis.operations.workspace import Workspace
from tamis.store.warehouse import Warehouse

Answer = TypeVar("Answer")

# Where data comes in all the time, an answer serves a hundred times as long as it took, and at most so long.
TIMES_AS_LONG, MOST_SECONDS = 100, 300.0
_MOST_KEPT = 200


@dataclass(frozen=True)
class _Kept:
    answer: object
    changed_at: int | None
    made_at: float
    took: float


class Remembered:
    """The answers about one warehouse, by what was asked."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._kept: dict[object, _Kept] = {}
        self._lock, self._clock = Lock(), clock

    def answer(self, warehouse: Warehouse, asked: object, find: Callable[[], Answer]) -> Answer:
        """The answer that is kept, or else the one that `find` gives."""
        changed_at, began = warehouse.changed_at, self._clock()
        kept = self._kept.get(asked)
        if kept is not None and serves(kept.changed_at == changed_at, began - kept.made_at, kept.took):
            return cast("Answer", kept.answer)
        found = find()
        made_at = self._clock()
        with self._lock:
            self._kept.pop(asked, None)
            self._kept[asked] = _Kept(found, changed_at, made_at, made_at - began)
            for old in list(self._kept)[: max(0, len(self._kept) - _MOST_KEPT)]:
                del self._kept[old]
        return found


def serves(is_unchanged: bool, age: float, took: float) -> bool:
    """Whether what was found `age` seconds ago, in `took` seconds, is still good enough to be shown."""
    return age < MOST_SECONDS and (is_unchanged or age < took * TIMES_AS_LONG)


def remembered(workspace: Workspace, warehouse: Warehouse, asked: object, find: Callable[[], Answer]) -> Answer:
    """What `find` gives; where this process holds the warehouse, it may have been found some minutes ago."""
    if workspace.held is None:
        return find()
    return _of(workspace.held).answer(warehouse, asked, find)


_BY_WAREHOUSE: WeakKeyDictionary[Any, Remembered] = WeakKeyDictionary()
_LOCK = Lock()


def _of(held: Warehouse) -> Remembered:
    with _LOCK:
        return _BY_WAREHOUSE.setdefault(held, Remembered())
