"""Answers of the engine as arrays, one entry a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tamis.engine import DuckDBEngine

Column = NDArray[Any]


class Answers:
    """The columns of a query that has a column `row`; rows that it tells nothing of are unknown."""

    def __init__(self, engine: DuckDBEngine, query: str, rows: int) -> None:
        found: Mapping[str, Column] = engine.sql(query).fetchnumpy()
        self._found, self._places, self._rows = found, np.asarray(found["row"]), rows

    def number(self, name: str) -> NDArray[np.float64]:
        """As numbers, NaN where unknown."""
        values = self._found[name]
        told = np.ma.filled(values.astype(np.float64), np.nan)
        return self._spread(told, np.full(self._rows, np.nan))

    def instant(self, name: str) -> np.ma.MaskedArray[Any, np.dtype[np.int64]]:
        """As whole microseconds, masked where unknown."""
        values = np.ma.asarray(self._found[name])
        whole = self._spread(np.ma.filled(values, 0).astype(np.int64), np.zeros(self._rows, dtype=np.int64))
        hidden = self._spread(np.ma.getmaskarray(values), np.ones(self._rows, dtype=bool))
        return np.ma.masked_array(whole, hidden)

    def text(self, name: str) -> NDArray[np.object_]:
        """As texts, None where unknown; equal ones are one object."""
        values = np.ma.asarray(self._found[name])
        kept: dict[object, object] = {}
        told = [kept.setdefault(each, each) for each in values.filled("")]
        cells = np.array(told, dtype=object)
        cells[np.ma.getmaskarray(values)] = None
        return self._spread(cells, np.full(self._rows, None, dtype=object))

    def _spread(self, told: Column, empty: Column) -> Column:
        empty[self._places] = told
        return empty
