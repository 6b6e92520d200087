"""Which candidates are learnt from, where there are too many: chosen by a hash, so the same come of the same data."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tamis.predict.examples.candidates import Candidates

#: More rows than this make no model better that anybody could see, and every one slower.
MOST_ROWS = 100_000


def sample(
    candidates: Candidates, *, seed: int, limit: int = MOST_ROWS
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The places of about `limit` candidates, in order, and how many each stands for.

    Those that reached the goal are kept (up to half of the limit), of the others so many as fit. Who is chosen depends
    on the record's number, the landmark and the seed only.
    """
    drawn = draws(candidates.record, candidates.at, seed)
    weight, kept = np.ones(len(candidates)), np.zeros(len(candidates), dtype=np.bool_)
    room = limit
    for outcome, share in ((True, max(limit // 2, limit - int((~candidates.outcome).sum()))), (False, limit)):
        group = candidates.outcome == outcome
        chosen = group & (drawn < min(1.0, min(share, room) / max(int(group.sum()), 1)))
        # Whatever was drawn, those chosen stand for all.
        weight[chosen] = group.sum() / max(int(chosen.sum()), 1)
        kept |= chosen
        room -= int(chosen.sum())
    places = np.flatnonzero(kept)
    return places, weight[places]


def draws(record: NDArray[np.int64], at: NDArray[np.int64], seed: int) -> NDArray[np.float64]:
    """A number from 0 to below 1 for each record and landmark, as if drawn (SplitMix64, Steele et al. 2014)."""
    mixed = _mixed(np.full(len(record), seed, dtype=np.int64).astype(np.uint64))
    for part in (record, at):
        mixed = _mixed(mixed ^ part.astype(np.uint64))
    return (mixed >> np.uint64(11)) / float(2**53)


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    z = values + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))
