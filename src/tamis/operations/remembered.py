"""Answers about all data that take a while, kept by the process that holds the warehouse."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary, WeakValueDictionary

from tamis.operations.workspace import Workspace
from tamis.store.warehouse import Warehouse

Answer = TypeVar("Answer")

# Where data comes in all the time, an answer serves a hundred times as long as it took, and at most so long.
TIMES_AS_LONG, MOST_SECONDS = 100, 300.0
_MOST_KEPT = 200
# What people work from is older only where it is dear: it serves so many times as long as it took, and at most so long.
# So one question takes a hundredth of a core, however many people ask it.
_LEAST_DEAR, TIMES_AS_LONG_AT_WORK, MOST_SECONDS_AT_WORK = 0.1, 100, 15.0
# Of so many records, a list is found for all who ask within some seconds, and what a record is called serves as long as
# what is dear. Of fewer, it is found anew for everybody.
MANY_RECORDS, SECONDS_OF_MANY = 100_000, 3.0
_MOST_ROWS_KEPT = 20_000


@dataclass(frozen=True)
class _Kept:
    answer: object
    changed_at: int | None
    made_at: float
    took: float


@dataclass(frozen=True)
class _Row:
    """What was found of one record, and in which state that was."""

    row: object
    state: object
    made_at: float


class Remembered:
    """The answers about one warehouse, by what was asked."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, spent: Callable[[], float] = time.thread_time
    ) -> None:
        """`spent`: the seconds of work of this thread, which do not grow because others work, too."""
        self._kept: dict[object, _Kept] = {}
        self._rows: dict[object, _Row] = {}
        self._lock, self._clock, self._spent = Lock(), clock, spent
        self._forgotten = 0
        # Gone when nobody waits for it any more.
        self._turns: WeakValueDictionary[object, Any] = WeakValueDictionary()

    def answer(self, warehouse: Warehouse, asked: object, find: Callable[[], Answer]) -> Answer:
        """The answer that is kept, or else the one that `find` gives."""
        changed_at, began = warehouse.changed_at, self._clock()
        kept = self._kept.get(asked)
        if kept is not None and serves(kept.changed_at == changed_at, began - kept.made_at, kept.took):
            return cast("Answer", kept.answer)
        found = find()
        self._keep(asked, found, changed_at, self._clock() - began)
        return found

    def answer_at_work(self, asked: object, find: Callable[[], Answer], *, of_many: bool = False) -> Answer:
        """The same of what people work from: only a dear answer, or one `of_many` records, is kept, for some seconds,
        and until `forget`."""
        # Who asks of many while another one's answer is being found waits for that.
        with self._turn(asked) if of_many else nullcontext():
            kept = self._at_work(asked, of_many)
            return cast("Answer", kept.answer) if kept else self._found_at_work(asked, find, of_many)

    def _at_work(self, asked: object, of_many: bool) -> _Kept | None:
        """What is kept, if it still serves."""
        kept = self._kept.get((_AT_WORK, asked))
        if kept is None or not serves_at_work(self._clock() - kept.made_at, kept.took, of_many=of_many):
            return None
        return kept

    def _found_at_work(self, asked: object, find: Callable[[], Answer], of_many: bool) -> Answer:
        forgotten, began = self._forgotten, self._spent()
        found = find()
        took = self._spent() - began
        # What was found while somebody changed something may be from before.
        if of_many or took >= _LEAST_DEAR:
            self._keep((_AT_WORK, asked), found, None, took, unless_after=forgotten)
        return found

    def _turn(self, asked: object) -> AbstractContextManager[object]:
        """One at a time finds an answer to this."""
        with self._lock:
            turn: AbstractContextManager[object] = self._turns.setdefault(asked, Lock())
            return turn

    def answer_until_changed(self, asked: object, find: Callable[[], Answer]) -> Answer:
        """The same of what only people change: it is kept until `forget`."""
        kept = self._kept.get((_AT_WORK, asked))
        if kept is not None:
            return cast("Answer", kept.answer)
        forgotten = self._forgotten
        found = find()
        self._keep((_AT_WORK, asked), found, None, 0, unless_after=forgotten)
        return found

    def rows_at_work(
        self,
        asked: object,
        numbers: Sequence[int],
        find: Callable[[Sequence[int]], Mapping[int, Answer]],
        states: Mapping[int, object] | None = None,
    ) -> Mapping[int, Answer]:
        """What `find` gives of each of these records, by their numbers; of those that somebody has asked for lately it
        may be some seconds old, until `forget`. With `states`, minutes: as long as the record is in the same one."""
        lately = self._clock() - (MOST_SECONDS_AT_WORK if states is None else MOST_SECONDS)
        forgotten, now = self._forgotten, states or {}
        kept = {n: each for n in numbers if (each := self._rows.get((asked, n)))}
        known = {n: each for n, each in kept.items() if each.made_at > lately and each.state == now.get(n)}
        if len(known) < len(numbers):
            found, made_at = find([n for n in numbers if n not in known]), self._clock()
            new = {n: _Row(row, now.get(n), made_at) for n, row in found.items()}
            known |= new
            self._keep_rows({(asked, n): each for n, each in new.items()}, unless_after=forgotten)
        return {n: cast("Answer", each.row) for n, each in known.items()}

    def _keep_rows(self, new: Mapping[object, _Row], *, unless_after: int) -> None:
        with self._lock:
            if unless_after != self._forgotten:
                return
            for key, each in new.items():
                # The oldest come first.
                self._rows.pop(key, None)
                self._rows[key] = each
            while len(self._rows) > _MOST_ROWS_KEPT:
                del self._rows[next(iter(self._rows))]

    @property
    def times_forgotten(self) -> int:
        """How often somebody has changed something."""
        return self._forgotten

    def forget(self) -> None:
        """What people work from is found anew: one of them has changed something."""
        with self._lock:
            self._forgotten += 1
            self._rows.clear()
            for asked in [each for each in self._kept if isinstance(each, tuple) and each[0] is _AT_WORK]:
                del self._kept[asked]

    def _keep(
        self, asked: object, found: object, changed_at: int | None, took: float, *, unless_after: int | None = None
    ) -> None:
        """`unless_after`: nothing is kept where more was forgotten than so often."""
        with self._lock:
            if unless_after not in (None, self._forgotten):
                return
            self._kept.pop(asked, None)
            self._kept[asked] = _Kept(found, changed_at, self._clock(), took)
            for old in list(self._kept)[: max(0, len(self._kept) - _MOST_KEPT)]:
                del self._kept[old]


def serves(is_unchanged: bool, age: float, took: float) -> bool:
    """Whether what was found `age` seconds ago, in `took` seconds, is still good enough to be shown."""
    return age < MOST_SECONDS and (is_unchanged or age < took * TIMES_AS_LONG)


def serves_at_work(age: float, took: float, *, of_many: bool = False) -> bool:
    """Whether a list that was found `age` seconds ago, by `took` seconds of work, is still good enough to work from."""
    long = max(took * TIMES_AS_LONG_AT_WORK, SECONDS_OF_MANY if of_many else 0.0)
    return age < min(long, MOST_SECONDS_AT_WORK)


def remembered(workspace: Workspace, warehouse: Warehouse, asked: object, find: Callable[[], Answer]) -> Answer:
    """What `find` gives; where this process holds the warehouse, it may have been found some minutes ago."""
    if workspace.held is None:
        return find()
    return _of(workspace.held).answer(warehouse, asked, find)


def remembered_at_work(
    workspace: Workspace, asked: object, find: Callable[[], Answer], *, of_many: bool = False
) -> Answer:
    """What `find` gives; where this process holds the warehouse and it is dear to find, or found among many records, it
    may be some seconds old."""
    if workspace.held is None:
        return find()
    return _of(workspace.held).answer_at_work(asked, find, of_many=of_many)


def remembered_rows(
    workspace: Workspace,
    asked: object,
    find: Callable[[Sequence[int]], Mapping[int, Answer]],
    states: Mapping[int, object] | None = None,
) -> Callable[[Sequence[int]], Mapping[int, Answer]]:
    """What tells of records what `find` does; where this process holds the warehouse, as it was some seconds ago, or,
    with `states`, some minutes ago in the state that the record is in now."""
    if workspace.held is None:
        return find
    kept = _of(workspace.held)
    return lambda numbers: kept.rows_at_work(asked, numbers, find, states)


def remembered_until_changed(workspace: Workspace, asked: object, find: Callable[[], Answer]) -> Answer:
    """What `find` gives of that which only jobs change; where this process holds the warehouse, as it was after the
    last one."""
    return find() if workspace.held is None else _of(workspace.held).answer_until_changed(asked, find)


def forget_at_work(workspace: Workspace) -> None:
    """Somebody has changed something, and expects to see it."""
    if workspace.held is not None:
        _of(workspace.held).forget()


def times_forgotten(workspace: Workspace) -> int:
    """How often somebody has changed something and expects to see it, since this process holds the warehouse."""
    return 0 if workspace.held is None else _of(workspace.held).times_forgotten


_AT_WORK = object()
_BY_WAREHOUSE: WeakKeyDictionary[Any, Remembered] = WeakKeyDictionary()
_LOCK = Lock()


def _of(held: Warehouse) -> Remembered:
    with _LOCK:
        return _BY_WAREHOUSE.setdefault(held, Remembered())
