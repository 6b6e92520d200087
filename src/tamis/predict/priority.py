"""Contact priority: the quarter of the open records that a record is in, by its likelihood."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Priority(StrEnum):
    """Best first; `closed won` is for records that reached the goal."""

    VERY_HIGH = "very high"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    CLOSED_WON = "closed won"


_QUARTERS = (Priority.VERY_HIGH, Priority.HIGH, Priority.MEDIUM, Priority.LOW)


def priorities(likelihood: Floats, is_open: NDArray[np.bool_]) -> NDArray[np.object_]:
    """A priority for each record: its quarter among the open ones, `closed won` for the others. Shape (records,).

    Equal likelihoods are never split: they stand together at the middle of the places they take, so that a quarter
    holds a quarter of the open records as nearly as ties let it, and the priority never falls as the likelihood rises.
    Likelihoods that are not known (NaN) are of the lowest.
    """
    found = np.full(len(likelihood), Priority.CLOSED_WON, dtype=object)
    places = _places_from_the_top(np.where(np.isnan(likelihood), -np.inf, likelihood)[is_open])
    quarters = np.minimum((places * len(_QUARTERS)).astype(np.int64), len(_QUARTERS) - 1)
    found[is_open] = np.array(_QUARTERS, dtype=object)[quarters]
    return found


def _places_from_the_top(values: Floats) -> Floats:
    """The share of all values above each, half of its equals counted with them; in [0, 1)."""
    if not len(values):
        return np.empty(0)
    _, inverse, counts = np.unique(-values, return_inverse=True, return_counts=True)
    before = np.cumsum(counts) - counts
    return np.asarray(((before + (counts - 1) / 2) / len(values))[inverse], dtype=np.float64)
