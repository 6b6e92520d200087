"""What needs no library: the base rate, and naive Bayes as Odoo's predictive lead scoring has it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bench.predict.preparing import numbers_of
from bench.predict.rivals import Outcomes, Probabilities
from bench.predict.sets import DataSet

_BINS = 10


class BaseRate:
    """Everybody gets the share that converted."""

    def fit(self, learnt: DataSet) -> None:
        self._rate = learnt.rate

    def probabilities(self, table: pd.DataFrame) -> Probabilities:
        return np.full(len(table), self._rate)


class NaiveBayes:
    """Won and lost counted for each value of each field, plus 0.1; prior odds times the ratios of their shares.

    Clamped to 0.01–99.99 %; values that are unknown, or were never seen, are skipped. It knows no numbers: they are cut
    into ten bins of as many rows each, which is more than Odoo does for them.
    """

    def fit(self, learnt: DataSet) -> None:
        table, outcome = learnt.table, learnt.outcome
        self._edges = {name: np.unique(table[name].quantile(np.arange(1, _BINS) / _BINS)) for name in numbers_of(table)}
        self._prior = float(np.log(outcome.sum() / (~outcome).sum()))
        self._ratios = {name: _log_ratios(values, outcome) for name, values in self._fields(table).items()}

    def probabilities(self, table: pd.DataFrame) -> Probabilities:
        shares = [values.map(self._ratios[name]).fillna(0.0) for name, values in self._fields(table).items()]
        log_odds = self._prior + np.sum(np.array(shares, dtype=np.float64), axis=0)
        return np.asarray(np.clip(1 / (1 + np.exp(-log_odds)), 0.0001, 0.9999))

    def _fields(self, table: pd.DataFrame) -> dict[str, pd.Series]:
        binned = {name: pd.Series(_places(table[name], edges)) for name, edges in self._edges.items()}
        return {name: binned.get(name, table[name].reset_index(drop=True)) for name in table}


def _places(values: pd.Series, edges: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(values.isna(), np.nan, np.searchsorted(edges, values.to_numpy(), side="left"))


def _log_ratios(values: pd.Series, outcome: Outcomes) -> pd.Series:
    won = values[outcome].value_counts().reindex(values.dropna().unique(), fill_value=0) + 0.1
    lost = values[~outcome].value_counts().reindex(won.index, fill_value=0) + 0.1
    return np.log((won / won.sum()) / (lost / lost.sum()))
