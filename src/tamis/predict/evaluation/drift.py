"""How far today's records are from those that a model learnt from: the population stability index.

PSI = Σ (now − then) · ln(now / then) over bins: Jeffreys' divergence. Below 0.1 little has changed, above 0.25 much
(Siddiqi: Credit Risk Scorecards, 2006; Yurdakul: Statistical properties of the population stability index, 2018).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tamis.predict.feature import Feature, Kind

Floats = NDArray[np.float64]
MOVED = 0.1
ANOTHER_WORLD = 0.25
_BINS = 10
# A share of nothing would be an infinite index; half a row in a thousand is what a small sample may miss.
_LEAST = 0.0005


class Change(StrEnum):
    """The index in a word."""

    STEADY = "steady"
    MOVED = "moved"
    ANOTHER_WORLD = "another_world"


@dataclass(frozen=True)
class Drift:
    """How far one feature, or the outcome (no name), has moved. `then` and `now` are the mean of a number, the rate of
    the outcome, or the share of the category that moved most, which is `value` ("" where that is: not known)."""

    name: str
    index: float
    then: float
    now: float
    value: str | None = None

    @property
    def change(self) -> Change:
        if self.index >= ANOTHER_WORLD:
            return Change.ANOTHER_WORLD
        return Change.MOVED if self.index >= MOVED else Change.STEADY


def drift_of_features(
    features: tuple[Feature, ...], then: pd.DataFrame, now: pd.DataFrame, weight_then: Floats, weight_now: Floats
) -> tuple[Drift, ...]:
    """Of each feature, the furthest first."""
    found = [_drift(each, then[each.name], now[each.name], weight_then, weight_now) for each in features]
    return tuple(sorted(found, key=lambda each: (-each.index, each.name)))


def drift_of_outcome(then: float, now: float) -> Drift:
    """Of the rate of conversions (0–1)."""
    return Drift("", stability_index(np.array([then, 1 - then]), np.array([now, 1 - now])), then, now)


def stability_index(then: Floats, now: Floats) -> float:
    """The index of two vectors of weights over the same bins; 0 where either is empty.

    >>> round(stability_index(np.array([50.0, 50.0]), np.array([80.0, 20.0])), 3)
    0.416
    """
    if not then.sum() or not now.sum():
        return 0.0
    before, after = np.maximum(then / then.sum(), _LEAST), np.maximum(now / now.sum(), _LEAST)
    return float(((after - before) * np.log(after / before)).sum())


def _drift(feature: Feature, then: pd.Series, now: pd.Series, weight_then: Floats, weight_now: Floats) -> Drift:
    if feature.kind is Kind.NUMBER:
        return _of_numbers(feature.name, then.to_numpy(np.float64), now.to_numpy(np.float64), weight_then, weight_now)
    places = pd.Index(pd.unique(pd.concat([then, now]).dropna()))
    before, after = places.get_indexer(then.dropna()), places.get_indexer(now.dropna())
    counts = [
        _counts(before, weight_then[then.notna()], weight_then[then.isna()].sum(), len(places)),
        _counts(after, weight_now[now.notna()], weight_now[now.isna()].sum(), len(places)),
    ]
    was, is_ = (each / (each.sum() or 1.0) for each in counts)
    furthest = int(np.argmax(np.abs(is_ - was)))
    value = str(places[furthest]) if furthest < len(places) else ""
    return Drift(feature.name, stability_index(*counts), float(was[furthest]), float(is_[furthest]), value)


def _of_numbers(name: str, then: Floats, now: Floats, weight_then: Floats, weight_now: Floats) -> Drift:
    known, still = ~np.isnan(then), ~np.isnan(now)
    edges = np.unique(np.quantile(then[known], np.arange(1, _BINS) / _BINS)) if known.any() else np.empty(0)
    counts = [
        _counts(np.searchsorted(edges, values[at], side="right"), weight[at], weight[~at].sum(), len(edges) + 1)
        for values, at, weight in ((then, known, weight_then), (now, still, weight_now))
    ]
    return Drift(name, stability_index(*counts), _mean(then, weight_then), _mean(now, weight_now))


def _counts(places: NDArray[np.intp], weight: Floats, unknown: float, bins: int) -> Floats:
    """The weight in each bin, and in one more that of unknown values."""
    return np.append(np.bincount(places, weights=weight, minlength=bins), unknown)


def _mean(values: Floats, weight: Floats) -> float:
    known = ~np.isnan(values)
    return float(np.average(values[known], weights=weight[known])) if weight[known].sum() else 0.0
