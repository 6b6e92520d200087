"""Whether there is enough to learn from, counted before anything is trained.

Below 40 conversions and 40 others no likelihood of a single record is claimed; percentages are worth showing from 100
and 100, and how well records are ranked settles at 500 and 500 (a trial on eight public sets of leads).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from tamis.predict.evaluation.splits import Rows

LIKELIHOODS = 40
PERCENTAGES = 100
SETTLED = 500


class Stage(StrEnum):
    """What the counts allow, from the least."""

    TOO_LITTLE = "too_little"
    """Shrunken rates with intervals, and nothing of a single record."""
    ORDER = "order"
    """Likelihoods of single records: their order is worth more than their percentages."""
    PERCENTAGES = "percentages"
    SETTLED = "settled"


_WANTED = {Stage.SETTLED: SETTLED, Stage.PERCENTAGES: PERCENTAGES, Stage.ORDER: LIKELIHOODS, Stage.TOO_LITTLE: 0}


@dataclass(frozen=True)
class Need:
    """One thing that is counted towards the next stage: `31 of 40 conversions`. `what`: `converted` or `others`."""

    what: str
    have: int
    wanted: int

    @property
    def progress(self) -> float:
        """0–1."""
        return min(self.have / self.wanted, 1.0)


@dataclass(frozen=True)
class Readiness:
    """Records, each counted once: `open` now, `converted` and `others` (never, as far as was seen) among the examples;
    and how many landmarks and rows these have. `first` and `last` are the landmarks' ends (microseconds), None where
    there are no examples."""

    open: int
    converted: int
    others: int
    landmarks: int
    rows: int
    first: int | None
    last: int | None

    @property
    def stage(self) -> Stage:
        return next(stage for stage, wanted in _WANTED.items() if min(self.converted, self.others) >= wanted)

    @property
    def reached(self) -> int:
        """How many of each the stage asks for; 0 of the first."""
        return _WANTED[self.stage]

    @property
    def is_enough(self) -> bool:
        """Whether likelihoods of single records may be claimed at all."""
        return self.stage is not Stage.TOO_LITTLE

    @property
    def needs(self) -> tuple[Need, ...]:
        """What the next stage asks for; of the last stage, what it asked for."""
        fewer = min(self.converted, self.others)
        wanted = next((each for each in (LIKELIHOODS, PERCENTAGES) if fewer < each), SETTLED)
        return Need("converted", self.converted, wanted), Need("others", self.others, wanted)

    @property
    def missing(self) -> tuple[Need, ...]:
        """Those needs of the next stage that are not met; none at the last."""
        return tuple(need for need in self.needs if need.have < need.wanted)

    @property
    def progress(self) -> float:
        """Towards the next stage, 0–1: of what is furthest from it."""
        return min(need.progress for need in self.needs)


def readiness(rows: Rows, *, open_now: int) -> Readiness:
    """What the examples hold; `open_now` is how many records would be given a likelihood."""
    converted = np.unique(rows.record[rows.outcome])
    everyone = np.unique(rows.record)
    return Readiness(
        open=open_now,
        converted=len(converted),
        others=len(everyone) - len(converted),
        landmarks=len(np.unique(rows.landmark)),
        rows=len(rows.record),
        first=int(rows.landmark.min()) if len(rows.landmark) else None,
        last=int(rows.landmark.max()) if len(rows.landmark) else None,
    )
