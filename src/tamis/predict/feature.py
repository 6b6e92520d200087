"""What a model may look at: features, and tables of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray


class Kind(StrEnum):
    """What the values of a feature are: numbers (float64, NaN where unknown), or texts of a category (None where
    unknown)."""

    NUMBER = "number"
    CATEGORY = "category"


#: What a value of a category is called that was rare in training, or never seen there.
OTHER = "other"


@dataclass(frozen=True)
class Feature:
    """One column that a model may look at.

    `name` is unique within a table, and may hold anything that a customer's own names hold. `family` says where it
    comes from (`features/families.py`), `source` what it looks at there: an event type, a property, a score. `meaning`
    is a phrase for people ("pages viewed in the last 30 days"), `unit` what a number counts ("events", "days",
    "points", "" for none).
    """

    name: str
    kind: Kind
    family: str
    source: str
    meaning: str
    unit: str = ""


@dataclass(frozen=True)
class Examples:
    """Records as they were at landmarks, and what became of them; every array has one entry a row of `table`.

    `table` has a column for each feature, under its name. `record` is the number of the record, `landmark` the instant
    it is seen at (microseconds since the epoch, UTC), `outcome` whether the goal was reached after the landmark and
    within the horizon, `weight` how many rows the row stands for, where others like it were left out (1: none were).
    """

    features: tuple[Feature, ...]
    table: pd.DataFrame
    record: NDArray[np.int64]
    landmark: NDArray[np.int64]
    outcome: NDArray[np.bool_]
    weight: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.table)

    def rows(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> Examples:
        """Those rows only, chosen by place or by a flag for each."""
        return Examples(
            self.features,
            self.table.iloc[np.flatnonzero(chosen) if chosen.dtype == np.bool_ else chosen].reset_index(drop=True),
            self.record[chosen],
            self.landmark[chosen],
            self.outcome[chosen],
            self.weight[chosen],
        )
