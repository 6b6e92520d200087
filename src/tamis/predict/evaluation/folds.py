"""Folds to choose among candidates by, within what is learnt from: each is judged by newer examples than it learns of.

On data that drifts, a choice by shuffled folds takes the model that remembers best, and not the one that will hold.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from tamis.predict.evaluation.splits import Rows, Split, by_records, by_time, is_enough, places_of_records

# The share of the records that is judged where one fold is asked for.
_OF_ONE = 0.25


def folds(
    rows: Rows, *, horizon: int, count: int = 3, share: float = 0.15, least: int = 10, seed: int = 0
) -> list[Split]:
    """Up to `count` folds, the oldest first: the newest `count` × `share` of the landmarks in blocks, each judged after
    learning from what lies at least a horizon before it. Where fewer than two blocks have `least` rows of either
    outcome on both sides, records with one landmark each keep their order without that gap, and others are divided into
    `count` folds of records, each judged once (of one, a quarter of the records)."""
    if rows.is_one_instant:
        return _of_records(rows, count, seed)
    found: list[Split] = []
    for gap in (horizon, 0) if rows.is_one_each else (horizon,):
        blocks = _forward(rows, gap, horizon, count, share)
        usable = [fold for fold in blocks if is_enough(rows, fold, least)]
        if len(usable) >= min(count, 2):
            return usable
        found = found or usable
    return found or _of_records(rows, count, seed)


def _forward(rows: Rows, gap: int, horizon: int, count: int, share: float) -> list[Split]:
    instants = np.sort(rows.landmark) if rows.is_one_each else np.unique(rows.landmark)
    size = max(1, round(len(instants) * share))
    starts = [len(instants) - size * (count - block) for block in range(count)]
    edges = [*(int(instants[start]) for start in starts if start > 0), int(instants[-1]) + 1]
    pairs = [(first, before) for first, before in pairwise(edges) if first < before]
    return [by_time(rows, first, gap=gap, horizon=horizon, before=before) for first, before in pairs]


def _of_records(rows: Rows, count: int, seed: int) -> list[Split]:
    if count == 1:
        # Of a single fold nothing would be left to learn from.
        return [by_records(rows, places_of_records(rows, seed) < _OF_ONE)]
    place = np.minimum((places_of_records(rows, seed) * count).astype(np.int64), count - 1)
    return [by_records(rows, place == fold) for fold in range(count)]
