"""How points are distributed, by what is published and by the draft, in the same bins."""

from __future__ import annotations

import numpy as np

from tamis.operations.preview.figures import BinOfPoints
from tamis.operations.preview.points import Computed
from tamis.store.warehouse.values.bins import Bins, round_bins


def distribution(before: Computed | None, after: Computed, scale: float) -> tuple[BinOfPoints, ...]:
    """Bins that hold every value, with how many records of all are in each; each of a sample stands for `scale`."""
    old = before.points[before.inside] if before is not None else np.array([], dtype=np.int64)
    new = after.points[after.inside]
    every = np.concatenate([old, new])
    if not every.size:
        return ()
    bins = round_bins(int(every.min()), int(every.max()))
    counted = zip(_counts(old, bins), _counts(new, bins), strict=True)
    edges = bins.edges
    return tuple(
        BinOfPoints(edges[i], edges[i + 1], round(a * scale), round(b * scale)) for i, (a, b) in enumerate(counted)
    )


def _counts(points: np.ndarray, bins: Bins) -> list[int]:
    places = np.minimum((points - bins.first) // bins.width, bins.count - 1)
    return [int(count) for count in np.bincount(places, minlength=bins.count)]
