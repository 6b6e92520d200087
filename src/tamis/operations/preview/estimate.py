"""Counts of all records, told from a sample of them, and how far off they may be."""

from __future__ import annotations

import math
from dataclasses import dataclass

# Of a hundred samples, 95 give a count within the margin.
_DEVIATIONS = 1.96
# What no one of n does, at most 3 in n do, as sure as that.
_NONE_SEEN = 3


@dataclass(frozen=True)
class Estimate:
    """About how many records: `count`, give or take `margin` (0: it is exact), rounded as far as the margin allows."""

    count: int
    margin: int = 0

    @property
    def is_exact(self) -> bool:
        """Whether all records were looked at."""
        return self.margin == 0


def estimate(seen: int, *, of: int, total: int) -> Estimate:
    """How many of all records do what `seen` of a sample do; the margin is that of 95 %.

    >>> estimate(124, of=4_000, total=1_000_000)
    Estimate(count=31000, margin=6000)
    >>> estimate(7, of=80, total=80)
    Estimate(count=7, margin=0)
    >>> estimate(0, of=20_000, total=1_000_000)
    Estimate(count=0, margin=200)
    """
    if of >= total:
        return Estimate(seen)
    if seen in (0, of):
        margin = _rounded_up(_NONE_SEEN * total / of)
        return Estimate(0 if seen == 0 else total, margin)
    share = seen / of
    # The larger the part of all that the sample is, the less is left to be wrong about.
    unseen = (total - of) / (total - 1)
    margin = _rounded_up(_DEVIATIONS * total * math.sqrt(share * (1 - share) / of * unseen))
    return Estimate(round(seen * total / of / _place(margin)) * _place(margin), margin)


def _rounded_up(margin: float) -> int:
    """To one digit."""
    place = _place(margin)
    return math.ceil(margin / place) * place


def _place(margin: float) -> int:
    return int(10 ** math.floor(math.log10(max(margin, 1))))
