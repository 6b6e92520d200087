"""Which records are looked at, and when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tamis.engine import DuckDBEngine


@dataclass(frozen=True)
class Rows:
    """Numbers of records, and the instant that each is seen at (microseconds since the epoch, UTC)."""

    record: NDArray[np.int64]
    at: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.record)

    def part(self, first: int, last: int) -> Rows:
        """The rows from one place until before another."""
        return Rows(self.record[first:last], self.at[first:last])


def put_rows(engine: DuckDBEngine, rows: Rows) -> None:
    """Makes `feature_rows` of them, each with its place."""
    engine.sql(
        "CREATE OR REPLACE TEMP TABLE feature_rows AS SELECT unnest(?::INTEGER[]) AS row, unnest(?::INTEGER[]) AS n,"
        ' unnest(?::BIGINT[]) AS "at"',
        [list(range(len(rows))), rows.record.tolist(), rows.at.tolist()],
    )
