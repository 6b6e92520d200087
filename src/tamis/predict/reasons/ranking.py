"""The terms that move a record's likelihood most, for it and against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tamis.predict.feature import Feature, Kind
from tamis.predict.reasons.facts import Facts, Rate
from tamis.predict.scorer import Term

Floats = NDArray[np.float64]

#: So many reasons for, and so many against.
MOST = 5


@dataclass(frozen=True)
class Reason:
    """One term's part in a record's log-odds, and what there is to say of it.

    `contribution` is in log-odds: above 0 for, below 0 against. `values` are the record's own, one a feature of the
    term (None: unknown). `rate` tells how examples with the first value fared; None where too few had it, or the term
    looks at two features.
    """

    features: tuple[Feature, ...]
    values: tuple[float | str | None, ...]
    contribution: float
    rate: Rate | None


def reasons_of(
    table: pd.DataFrame,
    contributions: Floats,
    terms: Sequence[Term],
    features: Mapping[str, Feature],
    facts: Mapping[str, Facts],
) -> list[tuple[Reason, ...]]:
    """For each row its strongest reasons: up to five for and five against, the strongest first within each."""
    places = strongest(contributions)
    return reasons_at(table, places, taken(contributions, places), terms, features, facts)


def reasons_at(
    table: pd.DataFrame,
    places: NDArray[np.integer[Any]],
    contributions: Floats,
    terms: Sequence[Term],
    features: Mapping[str, Feature],
    facts: Mapping[str, Facts],
) -> list[tuple[Reason, ...]]:
    """For each row the reasons that stand at `places` among the terms (-1: none), each with its contribution; both of
    shape (rows, reasons)."""
    rates = _Rates(table, facts)
    return [
        tuple(
            _reason(table, row, terms[place], contribution, features, rates)
            for place, contribution in zip(of_row, parts, strict=True)
            if place >= 0
        )
        for row, (of_row, parts) in enumerate(zip(places.tolist(), contributions.tolist(), strict=True))
    ]


def strongest(contributions: Floats) -> NDArray[np.int64]:
    """The places of each row's strongest terms, shape (rows, 10): five for, the strongest first, then five against; -1
    where there are no more that move it. Equal ones stand in the order of the terms."""
    # A row's own lie beside each other, or all that follows takes twice as long.
    parts = np.ascontiguousarray(contributions)
    terms = parts.shape[1]
    if terms <= 2 * MOST:
        least = greatest = np.broadcast_to(np.arange(terms), parts.shape)
    else:
        # Both ends at once; sorting all of many rows takes five times as long.
        split = np.argpartition(parts, (MOST - 1, terms - MOST), axis=1)
        least, greatest = np.sort(split[:, :MOST], axis=1), np.sort(split[:, -MOST:], axis=1)
    return np.hstack([_first(-taken(parts, greatest), greatest), _first(taken(parts, least), least)])


def _first(values: Floats, places: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places of the least values below 0, the least first."""
    order = np.argsort(values, axis=1, kind="stable")[:, :MOST]
    found = np.take_along_axis(places, order, axis=1)
    found[np.take_along_axis(values, order, axis=1) >= 0] = -1
    return np.pad(found, ((0, 0), (0, MOST - found.shape[1])), constant_values=-1)


def taken(contributions: Floats, places: NDArray[np.int64]) -> Floats:
    """What stands at those places of each row; 0 where the place is -1."""
    if not contributions.shape[1]:
        return np.zeros(places.shape)
    return np.where(places < 0, 0.0, np.take_along_axis(contributions, np.maximum(places, 0), axis=1))


class _Rates:
    """The bins of each column are found once for all rows."""

    def __init__(self, table: pd.DataFrame, facts: Mapping[str, Facts]) -> None:
        self._table, self._facts = table, facts
        self._bins: dict[str, NDArray[np.int64]] = {}

    def of(self, row: int, name: str) -> Rate | None:
        if name not in self._facts:
            return None
        if name not in self._bins:
            self._bins[name] = self._facts[name].bins(self._table[name])
        return self._facts[name].rate(int(self._bins[name][row]))


def _reason(
    table: pd.DataFrame, row: int, term: Term, contribution: float, features: Mapping[str, Feature], rates: _Rates
) -> Reason:
    named = tuple(features[name] for name in term.features)
    values = tuple(_value(table[feature.name].iloc[row], feature.kind) for feature in named)
    rate = rates.of(row, named[0].name) if len(named) == 1 else None
    return Reason(named, values, contribution, rate)


def _value(value: object, kind: Kind) -> float | str | None:
    if pd.isna(value):
        return None
    return str(value) if kind is Kind.CATEGORY else float(value)  # type: ignore[arg-type]
