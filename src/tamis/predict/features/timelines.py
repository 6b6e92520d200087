"""Instants by key, to be counted up to any instant: a window is the difference of two counts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tamis.engine import DuckDBEngine

Ints = NDArray[np.int64]


class Timelines:
    """The instants of each key, in order: `keys` and `at` have one entry an instant, sorted by both."""

    def __init__(self, keys: Ints, at: Ints) -> None:
        self._at = at
        self._keys, self._starts = np.unique(keys, return_index=True)
        self._ends = np.append(self._starts[1:], len(keys)).astype(np.int64)

    @classmethod
    def of(cls, engine: DuckDBEngine, query: str) -> Timelines:
        """Those of a query with the columns `key` and `at`."""
        found = engine.sql(f'SELECT key, "at" FROM ({query}) ORDER BY key, "at"').fetchnumpy()
        return cls(np.asarray(found["key"]), np.asarray(found["at"], dtype=np.int64))

    def count(self, keys: Ints, until: Ints) -> Ints:
        """How many instants of each key are not later than the one beside it; 0 for an unknown key.

        >>> Timelines(np.array([1, 1, 2]), np.array([10, 20, 15])).count(np.array([1, 2, 3]), np.array([10, 99, 99]))
        array([1, 1, 0])
        """
        if not len(self._keys):
            return np.zeros(len(keys), dtype=np.int64)
        places = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        known = self._keys[places] == keys
        start = self._starts[places].astype(np.int64)
        low, high = start.copy(), np.where(known, self._ends[places], start)
        # All keys at once, halving what is left of each.
        while np.any(low < high):
            middle = (low + high) // 2
            is_seen = (low < high) & (self._at[np.minimum(middle, len(self._at) - 1)] <= until)
            low, high = np.where(is_seen, middle + 1, low), np.where(is_seen | (low >= high), high, middle)
        return low - start
