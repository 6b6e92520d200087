"""How far a measure may be off for the chance of which records were judged: the bootstrap, by record.

The landmarks of a record are not independent of each other, so records are drawn, and all their rows with them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Interval:
    """A measure and its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Judged:
    """The rows that models are judged by."""

    outcome: Flags
    weight: Floats
    record: Ints


def auc_interval(judged: Judged, score: Floats, *, seed: int, rounds: int = 200) -> Interval | None:
    """Of the AUC; None where only one outcome happened."""
    ranked = _Ranked(judged.outcome, score)
    return _interval([ranked.auc(weight) for weight in _draws(judged, seed, rounds)])


def auc_difference(judged: Judged, score: Floats, rival: Floats, *, seed: int, rounds: int = 200) -> Interval | None:
    """The AUC of a score less that of its rival, on the same rows; None where only one outcome happened."""
    one, other = _Ranked(judged.outcome, score), _Ranked(judged.outcome, rival)
    return _interval([one.auc(weight) - other.auc(weight) for weight in _draws(judged, seed, rounds)])


def log_loss_difference(
    judged: Judged, probability: Floats, rival: Floats, *, seed: int, rounds: int = 200
) -> Interval | None:
    """The mean log loss of probabilities less that of their rival's, on the same rows: below 0 is better."""
    differences = losses(judged.outcome, probability) - losses(judged.outcome, rival)
    means = [float(np.average(differences, weights=weight)) for weight in _draws(judged, seed, rounds)]
    return _interval(means)


def losses(outcome: Flags, probability: Floats) -> Floats:
    """Of each row, in nats."""
    said = np.where(outcome, probability, 1 - probability)
    return np.asarray(-np.log(np.maximum(said, 1e-15)))


def _draws(judged: Judged, seed: int, rounds: int) -> list[Floats]:
    """The weights as they are, then as they are with records drawn again."""
    generator = np.random.default_rng(seed)
    numbers, where = np.unique(judged.record, return_inverse=True)
    drawn = [judged.weight]
    for _ in range(rounds):
        times = np.bincount(generator.integers(0, len(numbers), len(numbers)), minlength=len(numbers))
        drawn.append(judged.weight * times[where])
    return drawn


def _interval(values: list[float]) -> Interval | None:
    """The first is the measure itself; a draw without conversions tells nothing."""
    if not np.isfinite(values[0]):
        return None
    low, high = np.nanpercentile(values[1:], [2.5, 97.5])
    return Interval(float(values[0]), float(low), float(high))


class _Ranked:
    """Rows in the order of their scores, sorted once for many weights."""

    def __init__(self, outcome: Flags, score: Floats) -> None:
        self._order = np.argsort(score, kind="stable")
        ordered = score[self._order]
        self._starts = np.concatenate(([0], np.flatnonzero(np.diff(ordered)) + 1))
        self._outcome = outcome[self._order]

    def auc(self, weight: Floats) -> float:
        """How often a converted row stands above one that is not; ties count half."""
        ordered = weight[self._order]
        positive = np.add.reduceat(ordered * self._outcome, self._starts)
        negative = np.add.reduceat(ordered * ~self._outcome, self._starts)
        pairs = positive.sum() * negative.sum()
        below = np.cumsum(negative) - negative / 2
        return float((positive * below).sum() / pairs) if pairs else float("nan")
