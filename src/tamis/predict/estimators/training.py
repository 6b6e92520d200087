"""What an estimator learns from, checked: a table, who reached the goal, and how much each row stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from tamis.errors import DataError
from tamis.predict.additive.axis import shown
from tamis.predict.scorer import Floats

_FILE = "examples"


@dataclass(frozen=True, eq=False)
class Training:
    """Rows that count; `record` numbers the records from 0, `weight` has a mean of 1."""

    table: pd.DataFrame
    outcome: NDArray[np.bool_]
    weight: Floats
    record: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.outcome)

    @property
    def base_rate(self) -> float:
        """How probable the outcome is, by weight (0–1)."""
        return float(np.average(self.outcome, weights=self.weight))

    def rows(self, chosen: NDArray[np.bool_] | slice) -> Training:
        """Those rows only."""
        return Training(self.table[chosen], self.outcome[chosen], self.weight[chosen], self.record[chosen])


def checked_training(
    table: pd.DataFrame, outcome: ArrayLike, weight: ArrayLike | None, record: ArrayLike | None
) -> Training:
    """Rows of weight 0 are left out. DataError tells what cannot be learnt from."""
    checked_table(table)
    reached = _outcomes(outcome, len(table))
    load = _weights(weight, len(table))
    whom = np.arange(len(table)) if record is None else _as_many(np.asarray(record), len(table), "records")
    counts = load > 0
    if not counts.any():
        raise DataError(_FILE, "there are no rows to learn from.")
    chosen = table if counts.all() else table[counts]
    return Training(chosen, reached[counts], load[counts] / load[counts].mean(), pd.factorize(whom[counts])[0])


def checked_table(table: pd.DataFrame) -> None:
    """DataError unless it is a table whose columns have different texts for names."""
    if not isinstance(table, pd.DataFrame):
        raise DataError(_FILE, "features have to come as a pandas DataFrame.")
    names = list(table.columns)
    if not all(isinstance(name, str) for name in names):
        raise DataError(_FILE, "the names of columns have to be texts.")
    if len(set(names)) != len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise DataError(_FILE, f"two columns are called {shown(twice)}.")


def need_of_each(training: Training, least: int, what: str) -> None:
    """DataError unless so many rows reached the goal, and so many did not."""
    hits = int(training.outcome.sum())
    misses = len(training) - hits
    if least and not min(hits, misses):
        everyone = "every row" if hits else "no row"
        raise DataError(_FILE, f"{everyone} of {len(training)} reached the goal, so there is nothing to tell apart.")
    if min(hits, misses) < least:
        raise DataError(
            _FILE,
            f"{hits} of {len(training)} rows reached the goal; {what} needs {least} that did and {least} that did not.",
        )


def _outcomes(outcome: ArrayLike, rows: int) -> NDArray[np.bool_]:
    values = _as_many(np.asarray(outcome), rows, "outcomes")
    try:
        found = values.astype(np.float64)
    except (TypeError, ValueError):
        found = np.full(rows, np.nan)
    if not np.isin(found, (0.0, 1.0)).all():
        raise DataError(_FILE, "an outcome is neither yes (true, 1) nor no (false, 0).")
    return np.asarray(found == 1.0)


def _weights(weight: ArrayLike | None, rows: int) -> Floats:
    if weight is None:
        return np.ones(rows)
    values = _as_many(np.asarray(weight, np.float64), rows, "weights").astype(np.float64)
    if not (np.isfinite(values) & (values >= 0)).all():
        raise DataError(_FILE, "a weight is no number from 0 on.")
    return values


def _as_many(values: NDArray[np.generic], rows: int, what: str) -> NDArray[np.generic]:
    if values.shape != (rows,):
        raise DataError(_FILE, f"there are {rows} rows and {values.size} {what}; they have to be as many.")
    return values


def stratified_folds(training: Training, folds: int, generator: np.random.Generator) -> NDArray[np.intp]:
    """The fold of each row. All rows of a record are in one; of either outcome each has as many, give or take."""
    reached = np.zeros(int(training.record.max()) + 1, np.bool_)
    np.logical_or.at(reached, training.record, training.outcome)
    order = generator.permutation(len(reached))
    order = order[np.argsort(reached[order], kind="stable")]
    fold = np.empty(len(reached), np.intp)
    fold[order] = np.arange(len(reached)) % folds
    return fold[training.record]


def pick(names: Sequence[str]) -> NDArray[np.object_]:
    """Names as an array, which numpy would not shorten or turn into something else."""
    found = np.empty(len(names), dtype=object)
    found[:] = names
    return found
