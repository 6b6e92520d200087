"""Which rows are learnt from and which are held out: by time where there is one, else by a hash of each row's id."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.predict.sets import DataSet

HELD_OUT = 0.2
FOLDS = 5
#: A fold with as many rows tells enough alone.
MANY = 10_000


@dataclass(frozen=True)
class Fold:
    """Places of rows in a data set."""

    learnt: NDArray[np.int64]
    held_out: NDArray[np.int64]


def folds(data: DataSet, seed: int) -> Iterator[Fold]:
    """The newest fifth by what came before it, or each of five parts by the four others; of many rows one part only."""
    if data.time is not None:
        yield _newest(data.time, data.horizon)
        return
    parts = np.array([_part(seed, row) for row in data.ids])
    for part in range(1 if len(data) >= FOLDS * MANY else FOLDS):
        yield Fold(np.flatnonzero(parts != part), np.flatnonzero(parts == part))


def _newest(time: NDArray[np.float64], horizon: float) -> Fold:
    """Rows whose outcome was not known yet when the first held-out row came are in neither part."""
    first = np.quantile(time, 1 - HELD_OUT)
    held_out = time > first
    return Fold(np.flatnonzero(~held_out & (time + horizon <= first)), np.flatnonzero(held_out))


def _part(seed: int, row: str) -> int:
    return int.from_bytes(hashlib.blake2b(f"{seed}:{row}".encode(), digest_size=8).digest()) % FOLDS
