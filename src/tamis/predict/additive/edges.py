"""Edges between numbers, so that about as many rows fall between any two."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tamis.predict.scorer import Floats


def equal_count_edges(values: Floats, steps: int) -> Floats:
    """At most `steps - 1` rising edges, each midway between two neighbouring values; NaN is left out.

    A value that many rows share counts as one step, so that the others still get theirs: of a count that is mostly 0,
    the rest is told apart too.

    >>> equal_count_edges(np.array([0.0] * 97 + [1.0, 2.0, 3.0]), 4).tolist()
    [0.5, 1.5, 2.5]
    """
    different, counts = np.unique(values[~np.isnan(values)], return_counts=True)
    if len(different) < 2 or steps < 2:
        return np.empty(0)
    ends = np.arange(len(different) - 1) if len(different) <= steps else _ends(counts, steps)
    midway = different[ends] + (different[ends + 1] - different[ends]) / 2
    # Between neighbouring floats there is no midway.
    return np.asarray(np.unique(np.maximum(midway, np.nextafter(different[ends], np.inf))), np.float64)


def _ends(counts: NDArray[np.intp], steps: int) -> NDArray[np.intp]:
    """The places of the values that are the last of their step."""
    share = np.minimum(counts, _most(counts, steps))
    group = ((np.cumsum(share) - share / 2) * steps / share.sum()).astype(np.intp)
    return np.flatnonzero(np.diff(group))


def _most(counts: NDArray[np.intp], steps: int) -> float:
    """What a step holds where values with more than that are cut to it; there are more values than steps."""
    rest, left = float(counts.sum()), steps
    for count in np.sort(counts)[::-1][: steps - 1]:
        if count * left <= rest:
            break
        rest, left = rest - count, left - 1
    return rest / left
