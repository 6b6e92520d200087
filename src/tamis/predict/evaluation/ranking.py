"""What calling from the top of the list brings: lift and gain by tenth, and what a capacity of so many a week reaches.

Rows with equal probabilities have no order: what they bring is spread evenly over their places.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
WEEK = 7 * 24 * 3600 * 1_000_000
"""Microseconds."""


@dataclass(frozen=True)
class Decile:
    """One tenth of the list, the first being the most likely. `rate` of conversions in it, `lift`: that rate over the
    rate of all; `gain`: the share of all conversions that lie in it or above."""

    tenth: int
    rows: float
    conversions: float
    rate: float
    lift: float
    gain: float


@dataclass(frozen=True)
class Cut:
    """The list cut at a threshold: who is at or above it is called. Counts are by weight."""

    share: float
    """Of all rows that is called, as asked for (0–1)."""
    threshold: float
    called: float
    hits: float
    missed: float
    spared: float
    """Not called, and did not convert."""
    per_week: float | None
    """Calls a week, where it is known over how many weeks the rows lie."""

    @property
    def precision(self) -> float:
        """The share of the called that converted."""
        return self.hits / self.called if self.called else 0.0

    @property
    def recall(self) -> float:
        """The share of the converted that was called."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 0.0

    @property
    def false_alarms(self) -> float:
        return self.called - self.hits


def deciles(outcome: Flags, score: Floats, weight: Floats) -> tuple[Decile, ...]:
    """Ten tenths of the list, by falling score."""
    edges = np.linspace(0, 1, 11)
    total, converted = float(weight.sum()), float(weight[outcome].sum())
    reached = gain_at(outcome, score, weight, edges) * converted
    rows = total / 10
    return tuple(
        Decile(
            tenth + 1,
            rows,
            float(reached[tenth + 1] - reached[tenth]),
            float(reached[tenth + 1] - reached[tenth]) / rows,
            float(reached[tenth + 1] - reached[tenth]) * 10 / converted if converted else 0.0,
            float(reached[tenth + 1]) / converted if converted else 0.0,
        )
        for tenth in range(10)
    )


def gain_at(outcome: Flags, score: Floats, weight: Floats, shares: Floats) -> Floats:
    """The share of the conversions among the first `shares` of the list; nothing where nobody converted."""
    _, rows, conversions = _steps(outcome, score, weight)
    if not conversions[-1]:
        return np.zeros(len(shares))
    known = np.concatenate(([0.0], rows / rows[-1]))
    return np.asarray(np.interp(shares, known, np.concatenate(([0.0], conversions / conversions[-1]))))


def cut_at(outcome: Flags, score: Floats, weight: Floats, threshold: float, weeks: float | None = None) -> Cut:
    """The confusion matrix at a threshold; the score at the threshold is called."""
    called = score >= threshold
    total = float(weight.sum())
    share = float(weight[called].sum()) / total if total else 0.0
    return _cut(share, threshold, outcome, called, weight, weeks)


def cuts(outcome: Flags, score: Floats, weight: Floats, weeks: float | None = None) -> tuple[Cut, ...]:
    """For each hundredth of the list that may be called, what it brings: 100 cuts, fewer where scores are equal."""
    thresholds, rows, _ = _steps(outcome, score, weight)
    at = np.searchsorted(rows / rows[-1], np.arange(1, 101) / 100 - 1e-9)
    distinct = np.unique(np.minimum(at, len(thresholds) - 1))
    return tuple(cut_at(outcome, score, weight, float(thresholds[each]), weeks) for each in distinct)


def by_capacity(outcome: Flags, score: Floats, weight: Floats, per_week: float, weeks: float) -> Cut:
    """The cut by which at most `per_week` rows a week are called; at least the best."""
    thresholds, rows, _ = _steps(outcome, score, weight)
    fits = int(np.searchsorted(rows, per_week * weeks + 1e-9, side="right"))
    return cut_at(outcome, score, weight, float(thresholds[max(fits - 1, 0)]), weeks)


def weeks_covered(landmark: Ints, period: int | None = None) -> float | None:
    """Over how many weeks the rows come: from the first landmark to the last, and one period more. `period` is the time
    between landmarks (microseconds); without one it is that between those which are there. None where nothing tells."""
    instants = np.unique(landmark)
    if period is None and len(instants) < 2:
        return None
    step = float(np.median(np.diff(instants))) if period is None else float(period)
    return (float(instants[-1] - instants[0]) + step) / WEEK


def _steps(outcome: Flags, score: Floats, weight: Floats) -> tuple[Floats, Floats, Floats]:
    """Distinct scores, falling, with the weight of all rows and of conversions at or above each."""
    distinct, where = np.unique(-score, return_inverse=True)
    rows = np.cumsum(np.bincount(where, weights=weight))
    return np.asarray(-distinct), np.asarray(rows, np.float64), np.cumsum(np.bincount(where, weights=weight * outcome))


def _cut(share: float, threshold: float, outcome: Flags, called: Flags, weight: Floats, weeks: float | None) -> Cut:
    of_called = float(weight[called].sum())
    return Cut(
        share=share,
        threshold=threshold,
        called=of_called,
        hits=float(weight[called & outcome].sum()),
        missed=float(weight[~called & outcome].sum()),
        spared=float(weight[~called & ~outcome].sum()),
        per_week=of_called / weeks if weeks else None,
    )
