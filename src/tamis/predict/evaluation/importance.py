"""How much each term of a model moves the likelihoods, and the curves that it moves them by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tamis.predict.scorer import Term

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Importance:
    """Of one term: its mean absolute contribution, in log-odds, and its share in those of all (0–1)."""

    name: str
    features: tuple[str, ...]
    mean: float
    share: float


@dataclass(frozen=True)
class Point:
    """One bin of a feature: its log-odds with their standard error (None where not known), and how many rows of the
    training data lie in it. A number's bin goes from `low` to `high` (None: without end), a category's is `label`; a
    bin with neither is that of unknown values."""

    log_odds: float
    rows: float
    standard_error: float | None = None
    label: str | None = None
    low: float | None = None
    high: float | None = None

    @property
    def is_unknown(self) -> bool:
        return self.label is None and self.low is None and self.high is None


@dataclass(frozen=True)
class Curve:
    """What a model says of one feature: a step for each bin, numbers rising."""

    feature: str
    points: tuple[Point, ...]

    @property
    def is_of_numbers(self) -> bool:
        return any(each.low is not None or each.high is not None for each in self.points)


def importances(terms: tuple[Term, ...], contributions: Floats, weight: Floats) -> tuple[Importance, ...]:
    """Of each term, the most important first; `contributions` has a row for each of `weight` and a column a term.

    A contribution counts as far as it is from the term's mean, so a term that says the same of everybody is worth 0.
    """
    if not len(weight):
        return ()
    middle = np.average(contributions, axis=0, weights=weight)
    means = np.average(np.abs(contributions - middle), axis=0, weights=weight)
    total = float(means.sum()) or 1.0
    found = [
        Importance(term.name, term.features, float(mean), float(mean) / total)
        for term, mean in zip(terms, means, strict=True)
    ]
    return tuple(sorted(found, key=lambda each: (-each.mean, each.name)))
