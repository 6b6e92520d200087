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
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

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
    """Measured on at most 20,000 rows, drawn by the seed."""
    generator = np.random.default_rng(seed)
    rows = generator.permutation(len(table))[:_MOST_ROWS]
    outcome, weight = seen.outcome[rows], seen.weight[rows]
    first = _halves(outcome)
    some = table.iloc[rows]
    columns = {each.column: _log_odds(some[each.column], outcome, weight, first) for each in suspects}
    auc = {name: _auc(outcome, values, weight) for name, values in columns.items()}
    strong = sorted((each for each in suspects if auc[each.column] >= _STRONG), key=lambda each: -auc[each.column])
    rest = {each.column: _rest(each, suspects, columns, outcome, weight, first) for each in strong[:_MOST_STRONG]}
    return Strength(auc, rest, _noise(outcome))


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


def _rest(
    suspect: Suspect,
    suspects: Sequence[Suspect],
    columns: dict[str, Floats],
    outcome: Flags,
    weight: Floats,
    first: Flags,
) -> float:
    others = [columns[each.column] for each in suspects if each.name != suspect.name]
    if not others:
        return 0.5
    matrix = np.column_stack(others)
    said = np.zeros(len(outcome))
    for half in (first, ~first):
        model = LogisticRegression(C=1.0, max_iter=200)
        model.fit(matrix[~half], outcome[~half], sample_weight=weight[~half])
        said[half] = model.decision_function(matrix[half])
    return _auc(outcome, said, weight)


def _auc(outcome: Flags, score: Floats, weight: Floats) -> float:
    return float(roc_auc_score(outcome, score, sample_weight=weight))


def _noise(outcome: Flags) -> float:
    """Of an AUC where nothing is to be found (Mann and Whitney, 1947)."""
    positive = np.count_nonzero(outcome)
    negative = len(outcome) - positive
    return float(np.sqrt((positive + negative + 1) / (12 * positive * negative)))
