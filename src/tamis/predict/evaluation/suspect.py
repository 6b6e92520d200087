"""What is looked at for leaks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
UNKNOWN = np.iinfo(np.int64).min
"""An instant that nobody knows."""


@dataclass(frozen=True)
class Suspect:
    """A column of the examples' table, and the property it comes from by the user's own name. `has_history`: its value
    is the one of the landmark. `set_at`: when the property was last set, for each row (microseconds, or UNKNOWN), where
    the data tells."""

    name: str
    column: str
    has_history: bool
    set_at: Ints | None = None


@dataclass(frozen=True)
class Seen:
    """What is known of each row: what became of it, its weight, its landmark, and when its record converted
    (microseconds, UNKNOWN where it did not or nobody knows)."""

    outcome: Flags
    weight: Floats
    landmark: Ints
    converted_at: Ints | None = None
    place: Floats | None = None
    """Where the row stands in time, by anything that grows with it: the landmark unless given."""

    @property
    def in_time(self) -> Floats:
        return self.landmark.astype(np.float64) if self.place is None else self.place
