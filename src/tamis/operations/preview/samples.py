"""The samples that this process keeps: of each object one, made once and used for some minutes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from weakref import WeakKeyDictionary

from tamis.compile.catalog import Catalog
from tamis.operations.preview.sample import Reached, Sample, make_sample
from tamis.operations.remembered import serves
from tamis.operations.workspace import Workspace
from tamis.store.warehouse import Warehouse


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

    @contextmanager
    def using(
        self, warehouse: Warehouse, catalog: Catalog, object_type: str, reached: Reached, as_of: int
    ) -> Iterator[Sample]:
        """A sample that reaches as far; the one there is, or else a new one, as of that instant."""
        with self._lock:
            kept = self._kept.get(object_type)
            if kept is None or not self._serves(kept, warehouse, catalog, reached):
                kept = self._made_anew(kept, warehouse, catalog, object_type, reached, as_of)
            kept.users += 1
        try:
            yield kept.sample
        finally:
            with self._lock:
                kept.users -= 1
                _drop_unused(kept, warehouse)

    def _serves(self, kept: _Kept, warehouse: Warehouse, catalog: Catalog, reached: Reached) -> bool:
        age = self._clock() - kept.made_at
        fits = kept.sample.reached.covers(reached) and kept.sample.catalog == catalog
        return fits and serves(warehouse.changed_at == kept.changed_at, age, kept.took)

    def _made_anew(
        self,
        old: _Kept | None,
        warehouse: Warehouse,
        catalog: Catalog,
        object_type: str,
        reached: Reached,
        as_of: int,
    ) -> _Kept:
        began, changed_at = self._clock(), warehouse.changed_at
        if old is not None:
            # Two who work on different scores would else take turns to make it anew.
            reached = reached.with_also(old.sample.reached)
        sample = make_sample(warehouse, catalog, object_type, reached, as_of=as_of)
        made_at = self._clock()
        if old is not None:
            old.is_given_up = True
            _drop_unused(old, warehouse)
        self._kept[object_type] = _Kept(sample, changed_at, made_at, made_at - began)
        return self._kept[object_type]


@contextmanager
def sampled(
    workspace: Workspace, warehouse: Warehouse, catalog: Catalog, object_type: str, reached: Reached, as_of: int
) -> Iterator[Sample]:
    """A sample of an object's records for the block: one that is kept, where the process holds the warehouse."""
    if workspace.held is not None:
        with _samples_of(workspace.held).using(warehouse, catalog, object_type, reached, as_of) as sample:
            yield sample
        return
    sample = make_sample(warehouse, catalog, object_type, reached, as_of=as_of)
    try:
        yield sample
    finally:
        sample.drop(warehouse)


def _drop_unused(kept: _Kept, warehouse: Warehouse) -> None:
    if kept.is_given_up and not kept.users:
        kept.sample.drop(warehouse)


_BY_WAREHOUSE: WeakKeyDictionary[Warehouse, Samples] = WeakKeyDictionary()
_LOCK = Lock()


def _samples_of(held: Warehouse) -> Samples:
    with _LOCK:
        return _BY_WAREHOUSE.setdefault(held, Samples())
