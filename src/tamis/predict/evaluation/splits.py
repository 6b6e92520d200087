"""Which examples a model learns from, and which newer ones it is judged by.

The newest fifth of the landmarks is held out, and between the last landmark that is learnt from and the first that is
judged lies one horizon: the outcome that a record had after the one can then not be the outcome that it has after the
other. Where there are too few landmarks for that, other records of the same time are held out instead, and said so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Way(StrEnum):
    """What was held out: the newest landmarks of all records, the newest records, or records drawn by their number."""

    LANDMARKS = "landmarks"
    NEWEST_RECORDS = "newest_records"
    RECORDS = "records"


class Caveat(StrEnum):
    """What a split cannot promise."""

    NO_GAP = "no_gap"
    """There are too few landmarks for a horizon between training and evaluation."""
    NO_TIME = "no_time"
    """All examples are of one instant: nothing says how the model does on newer ones."""
    ONE_CLASS = "one_class"
    """One side has no conversions, or nothing else."""


@dataclass(frozen=True)
class Split:
    """Places of rows to learn from and to judge by; `gap` is the time between the two, in microseconds."""

    train: Ints
    test: Ints
    way: Way
    gap: int = 0
    caveats: tuple[Caveat, ...] = ()


@dataclass(frozen=True)
class Rows:
    """Of each example: the number of its record, its landmark (microseconds), and whether the goal was reached."""

    record: Ints
    landmark: Ints
    outcome: Flags

    @property
    def is_one_each(self) -> bool:
        """Whether every record has one landmark."""
        return len(np.unique(self.record)) == len(self.record)

    @property
    def is_one_instant(self) -> bool:
        return len(np.unique(self.landmark)) < 2


def newest(rows: Rows, *, horizon: int, share: float = 0.2, least: int = 10, seed: int = 0) -> Split:
    """The newest `share` held out. Each side shall have at least `least` rows of either outcome; where time leaves
    fewer, records are held out. `horizon` in microseconds; `seed` draws those records."""
    if rows.is_one_instant:
        return _by_record(rows, share, seed, Caveat.NO_TIME)
    first = _first_evaluated(rows, share)
    # A record with one landmark is on one side anyway; then its time may count even without a gap.
    for gap in (horizon, 0) if rows.is_one_each else (horizon,):
        split = by_time(rows, first, gap=gap, horizon=horizon)
        if is_enough(rows, split, least):
            return split
    return _by_record(rows, share, seed, Caveat.NO_GAP)


def by_time(rows: Rows, first: int, *, gap: int, horizon: int, before: int | None = None) -> Split:
    """Judged by landmarks from `first` on (and before `before`); learnt from those at least `gap` earlier."""
    at = rows.landmark
    train = np.flatnonzero(at <= first - gap if gap else at < first)
    test = np.flatnonzero(at >= first if before is None else (at >= first) & (at < before))
    between = int(first - at[train].max()) if len(train) else 0
    way = Way.NEWEST_RECORDS if rows.is_one_each else Way.LANDMARKS
    return Split(train, test, way, between, () if gap >= horizon else (Caveat.NO_GAP,))


def by_records(rows: Rows, held_out: Flags, *caveats: Caveat) -> Split:
    """Judged by the rows that are flagged, which are all rows of their records."""
    split = Split(np.flatnonzero(~held_out), np.flatnonzero(held_out), Way.RECORDS)
    one_class = () if is_enough(rows, split, 1) else (Caveat.ONE_CLASS,)
    return Split(split.train, split.test, split.way, 0, (*caveats, *one_class))


def places_of_records(rows: Rows, seed: int) -> NDArray[np.float64]:
    """For each row, where its record stands (0–1) in an order drawn by its number, among those with its outcome."""
    numbers, where = np.unique(rows.record, return_inverse=True)
    converted = np.zeros(len(numbers), np.bool_)
    np.logical_or.at(converted, where, rows.outcome)
    drawn = _mixed(numbers, seed)
    place = np.zeros(len(numbers))
    for kind in (converted, ~converted):
        chosen = np.flatnonzero(kind)
        place[chosen[np.argsort(drawn[chosen], kind="stable")]] = (np.arange(len(chosen)) + 0.5) / max(len(chosen), 1)
    return place[where]


def _by_record(rows: Rows, share: float, seed: int, caveat: Caveat) -> Split:
    return by_records(rows, places_of_records(rows, seed) < share, caveat)


def _first_evaluated(rows: Rows, share: float) -> int:
    instants = np.sort(rows.landmark) if rows.is_one_each else np.unique(rows.landmark)
    held_out = max(1, round(len(instants) * share))
    return int(instants[-held_out])


def is_enough(rows: Rows, split: Split, least: int) -> bool:
    """Whether both sides have at least `least` rows of either outcome."""
    sides = (rows.outcome[split.train], rows.outcome[split.test])
    return all(min(np.count_nonzero(side), np.count_nonzero(~side)) >= least for side in sides)


def _mixed(numbers: Ints, seed: int) -> NDArray[np.uint64]:
    """SplitMix64 of each number (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014)."""
    with np.errstate(over="ignore"):
        mixed = numbers.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15) * np.uint64(seed + 1)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return mixed ^ (mixed >> np.uint64(31))
