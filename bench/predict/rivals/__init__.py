"""What one would train by hand, each sensibly tuned: a small grid, judged within the rows that are learnt from.

A contestant is a class with `fit(learnt)` and `probabilities(table)`, of a table as `DataSet` has it.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bench.predict.sets import DataSet

Probabilities = NDArray[np.float64]
Outcomes = NDArray[np.bool_]


class Contestant(Protocol):
    """Something that learns how likely an outcome is."""

    def fit(self, learnt: DataSet) -> None: ...

    def probabilities(self, table: pd.DataFrame) -> Probabilities:
        """Of the outcome, 0–1, one for each row."""
        ...
