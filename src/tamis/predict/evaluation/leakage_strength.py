"""How well each column tells the outcome alone, and how well all others do without it.

Columns are brought to log-odds of their bins or categories, each half of the rows by what the other half shows; a sum
of these by logistic regression is a quick stand-in for a model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tamis.predict.evaluation.suspect import Flags, Floats, Seen, Suspect

_BINS = 20
_PRIOR_ROWS = 10.0
_MOST_ROWS = 20_000
# Only such a column can be too good beside all others.
_STRONG = 0.75
_MOST_STRONG = 5


@dataclass(frozen=True)
class Strength:
    """AUCs by column: alone; and, for strong ones, of all columns of other properties together. `noise` is the standard
    error that an AUC has where a column says nothing."""

    alone: dict[str, float]
    rest: dict[str, float]
    noise: float


def strengths(table: pd.DataFrame, suspects: Sequence[Suspect], seen: Seen, seed: int) -> Strength:
    """Measured on at most 20,000 rows, drawn by the seed. Columns of the table that are no suspects count among the
    others."""
    generator = np.random.default_rng(seed)
    rows = generator.permutation(len(table))[:_MOST_ROWS]
    sample = _Sample(table.iloc[rows], seen.outcome[rows], seen.weight[rows], _halves(seen.outcome[rows]))
    auc = {each.column: sample.auc(sample.log_odds(each.column)) for each in suspects}
    strong = sorted((each for each in suspects if auc[each.column] >= _STRONG), key=lambda each: -auc[each.column])
    rest = {}
    for each in strong[:_MOST_STRONG]:
        own = {other.column for other in suspects if other.name == each.name}
        rest[each.column] = sample.together([str(column) for column in table if column not in own])
    return Strength(auc, rest, _noise(sample.outcome))


class _Sample:
    """Rows in two halves, each of which is told by what the other one shows."""

    def __init__(self, table: pd.DataFrame, outcome: Flags, weight: Floats, first: Flags) -> None:
        self.table, self.outcome, self.weight, self.first = table, outcome, weight, first
        self._known: dict[str, Floats] = {}

    def log_odds(self, column: str) -> Floats:
        """Of each row, by its bin or category alone, less those of all."""
        if column not in self._known:
            self._known[column] = _log_odds(self.table[column], self.outcome, self.weight, self.first)
        return self._known[column]

    def together(self, columns: Sequence[str]) -> float:
        """The AUC of a sum of columns; of none, that of chance."""
        if not columns:
            return 0.5
        # Imported here and below: who reads of leaks looks for none.
        from sklearn.linear_model import LogisticRegression

        matrix = np.column_stack([self.log_odds(each) for each in columns])
        said = np.zeros(len(self.outcome))
        for half in (self.first, ~self.first):
            model = LogisticRegression(C=1.0, max_iter=200)
            model.fit(matrix[~half], self.outcome[~half], sample_weight=self.weight[~half])
            said[half] = model.decision_function(matrix[half])
        return self.auc(said)

    def auc(self, score: Floats) -> float:
        from sklearn.metrics import roc_auc_score

        return float(roc_auc_score(self.outcome, score, sample_weight=self.weight))


def _halves(outcome: Flags) -> Flags:
    """One half of the rows, with half of the conversions; rows come in no order."""
    first = np.zeros(len(outcome), np.bool_)
    for at in (np.flatnonzero(outcome), np.flatnonzero(~outcome)):
        first[at[::2]] = True
    return first


def _log_odds(values: pd.Series, outcome: Flags, weight: Floats, first: Flags) -> Floats:
    places = _places(values)
    found = np.zeros(len(values))
    for half in (first, ~first):
        rate = float(np.average(outcome[~half], weights=weight[~half]))
        rows = np.bincount(places[~half], weights=weight[~half], minlength=places.max() + 1)
        hits = np.bincount(places[~half], weights=(weight * outcome)[~half], minlength=places.max() + 1)
        shrunken = (hits + rate * _PRIOR_ROWS) / (rows + _PRIOR_ROWS)
        # Within the half's own mean, so that two halves with slightly different rates still rank together.
        found[half] = (np.log(shrunken / (1 - shrunken)) - np.log(rate / (1 - rate)))[places[half]]
    return found


def _places(values: pd.Series) -> NDArray[np.int64]:
    if not pd.api.types.is_numeric_dtype(values) or values.nunique() <= _BINS:
        return np.asarray(pd.factorize(values, use_na_sentinel=False)[0], np.int64)
    numbers = values.to_numpy(np.float64, na_value=np.nan)
    known = ~np.isnan(numbers)
    quantiles = np.quantile(numbers[known], np.arange(1, _BINS) / _BINS)
    often = quantiles[1:][np.diff(quantiles) == 0]
    # A number that many rows have, such as 0, is a bin of its own.
    edges = np.unique(np.concatenate((quantiles, np.nextafter(often, np.inf))))
    return np.where(known, np.searchsorted(edges, numbers, side="right"), len(edges) + 1)


def _noise(outcome: Flags) -> float:
    """Of an AUC where nothing is to be found (Mann and Whitney, 1947)."""
    positive = np.count_nonzero(outcome)
    negative = len(outcome) - positive
    return float(np.sqrt((positive + negative + 1) / (12 * positive * negative)))
