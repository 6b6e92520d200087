"""The samples that this process keeps: of each object one, made beside what people do and used for some minutes."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from weakref import WeakKeyDictionary

from tamis.compile.catalog import Catalog
from tamis.operations.preview.sample import Reached, Sample, beside, make_sample
from tamis.operations.remembered import serves
from tamis.operations.rescore import micros_of
from tamis.operations.workspace import Workspace
from tamis.store.warehouse import Warehouse

# Seconds: no older one is shown while another is being made.
_OLDEST = 3600.0


@dataclass
class _Kept:
    sample: Sample
    changed_at: int | None
    """When data was last taken in before it was made."""
    made_at: float
    took: float
    users: int = 0
    is_given_up: bool = False


class Samples:
    """Those of one warehouse that the process holds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._kept: dict[str, _Kept] = {}
        self._lock, self._clock = Lock(), clock
        self._making: defaultdict[str, Lock] = defaultdict(Lock)

    @contextmanager
    def using(
        self,
        warehouse: Warehouse,
        catalog: Catalog,
        object_type: str,
        reached: Reached,
        as_of: int,
        *,
        may_be_old: bool = False,
    ) -> Iterator[Sample]:
        """A sample that reaches as far: the one there is, or else a new one, as of that instant. `may_be_old`: also one
        from before newer data; whoever shows it has it made anew beside that (`renew`)."""

        def fits(kept: _Kept) -> bool:
            if not may_be_old:
                return self._serves(kept, warehouse, catalog, reached)
            is_young = self._clock() - kept.made_at < _OLDEST
            return is_young and kept.sample.reached.covers(reached) and kept.sample.catalog == catalog

        kept = self._taken(object_type, fits)
        if kept is None:
            # One makes it, and whoever else needs it waits for that one; nobody who has one waits.
            with self._making_of(object_type):
                kept = self._taken(object_type, fits) or self._made(warehouse, catalog, object_type, reached, as_of)
        try:
            yield kept.sample
        finally:
            self._let_go(kept, warehouse)

    def renew(self, warehouse: Warehouse, catalog: Catalog, object_type: str, reached: Reached, as_of: int) -> bool:
        """Makes the sample of an object anew where there is none or newer data came in; tells whether it did. Where
        somebody makes it just now, nothing is done."""
        making = self._making_of(object_type)
        with self._lock:
            kept = self._kept.get(object_type)
        is_current = kept is not None and self._serves(kept, warehouse, catalog, reached)
        if is_current or not making.acquire(blocking=False):
            return False
        try:
            self._let_go(self._made(warehouse, catalog, object_type, reached, as_of), warehouse)
        finally:
            making.release()
        return True

    def _making_of(self, object_type: str) -> Lock:
        with self._lock:
            return self._making[object_type]

    def _taken(self, object_type: str, fits: Callable[[_Kept], bool]) -> _Kept | None:
        with self._lock:
            kept = self._kept.get(object_type)
            if kept is None or not fits(kept):
                return None
            kept.users += 1
            return kept

    def _serves(self, kept: _Kept, warehouse: Warehouse, catalog: Catalog, reached: Reached) -> bool:
        age = self._clock() - kept.made_at
        fits = kept.sample.reached.covers(reached) and kept.sample.catalog == catalog
        return fits and serves(warehouse.changed_at == kept.changed_at, age, kept.took)

    def _made(self, warehouse: Warehouse, catalog: Catalog, object_type: str, reached: Reached, as_of: int) -> _Kept:
        """A new one with one user, in the place of the old one."""
        began, changed_at = self._clock(), warehouse.changed_at
        old = self._kept.get(object_type)
        # Two who work on different scores would else take turns to make it anew, and so would a first rule that looks
        # at associated records.
        reached = reached.with_also(beside(catalog, object_type))
        reached = reached.with_also(old.sample.reached) if old is not None else reached
        sample = make_sample(warehouse, catalog, object_type, reached, as_of=as_of)
        made = _Kept(sample, changed_at, self._clock(), self._clock() - began, users=1)
        with self._lock:
            self._kept[object_type] = made
            if old is not None:
                old.is_given_up = True
                _drop_unused(old, warehouse)
        return made

    def _let_go(self, kept: _Kept, warehouse: Warehouse) -> None:
        with self._lock:
            kept.users -= 1
            _drop_unused(kept, warehouse)


@contextmanager
def sampled(
    workspace: Workspace,
    warehouse: Warehouse,
    catalog: Catalog,
    object_type: str,
    reached: Reached,
    as_of: int,
    *,
    may_be_old: bool = False,
) -> Iterator[Sample]:
    """A sample of an object's records for the block: one that is kept (`Samples.using`), where the process holds the
    warehouse."""
    if workspace.held is not None:
        kept = _samples_of(workspace.held)
        with kept.using(warehouse, catalog, object_type, reached, as_of, may_be_old=may_be_old) as sample:
            yield sample
        return
    sample = make_sample(warehouse, catalog, object_type, reached, as_of=as_of)
    try:
        yield sample
    finally:
        sample.drop(warehouse)


def prepare_sample(workspace: Workspace, object_type: str, *, now: Callable[[], datetime]) -> bool:
    """Has this process keep a sample of an object's records that is of today's data, before a preview needs it; tells
    whether it made one. Nothing where it does not hold the warehouse, or there is no such object."""
    if workspace.held is None:
        return False
    with workspace.opened() as warehouse:
        catalog = warehouse.catalog()
        if object_type not in catalog.objects:
            return False
        reached = beside(catalog, object_type)
        return _samples_of(workspace.held).renew(warehouse, catalog, object_type, reached, micros_of(now()))


def _drop_unused(kept: _Kept, warehouse: Warehouse) -> None:
    if kept.is_given_up and not kept.users:
        kept.sample.drop(warehouse)


_BY_WAREHOUSE: WeakKeyDictionary[Warehouse, Samples] = WeakKeyDictionary()
_LOCK = Lock()


def _samples_of(held: Warehouse) -> Samples:
    with _LOCK:
        return _BY_WAREHOUSE.setdefault(held, Samples())
