"""What is learnt: a table as it was when somebody asked, what became of each row, and when that was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray


@dataclass(frozen=True)
class DataSet:
    """Rows to learn from; every array has one entry a row of `table`.

    `table` has numbers as float64 (NaN where unknown) and categories as texts (None where unknown). `ids` are texts
    that do not change, for splitting by. `time` says what came before what, in days where it is one, None where nobody
    knows; an outcome is known `horizon` later. `about` tells in a phrase what is asked. `is_fair` unless it shows what
    cheating looks like.
    """

    name: str
    about: str
    table: pd.DataFrame
    outcome: NDArray[np.bool_]
    ids: pd.Series
    time: NDArray[np.float64] | None = None
    horizon: float = 0.0
    is_fair: bool = True

    def __len__(self) -> int:
        return len(self.table)

    def rows(self, places: NDArray[np.int64]) -> DataSet:
        """Those rows only."""
        return replace(
            self,
            table=self.table.iloc[places].reset_index(drop=True),
            outcome=self.outcome[places],
            ids=self.ids.iloc[places].reset_index(drop=True),
            time=None if self.time is None else self.time[places],
        )

    @property
    def rate(self) -> float:
        """How many of the rows converted, 0–1."""
        return float(self.outcome.mean())


Loader = Callable[[Path], DataSet]


def table_of(rows: pd.DataFrame, *, numbers: tuple[str, ...], categories: tuple[str, ...]) -> pd.DataFrame:
    """Those columns and no others, each as a `DataSet` has it."""
    columns = {name: pd.to_numeric(rows[name]).astype(np.float64) for name in numbers}
    columns |= {name: _texts(rows[name]) for name in categories}
    return pd.DataFrame(columns).reset_index(drop=True)


def days(moments: pd.Series) -> NDArray[np.float64]:
    """ISO dates, or dates and times, as days since the epoch."""
    instants = pd.to_datetime(moments, utc=True, format="ISO8601")
    since: NDArray[np.float64] = ((instants - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(days=1)).to_numpy(np.float64)
    return since


def _texts(values: pd.Series) -> pd.Series:
    return pd.Series([None if pd.isna(value) else str(value) for value in values], index=values.index, dtype=object)
