"""Everything that one model did on the rows that were held out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tamis.predict.evaluation.calibration_curve import (
    CalibrationBin,
    calibration_curve,
    effective_count,
    error_by_chance,
    wilson,
)
from tamis.predict.evaluation.comparison import Rival, RivalKind, against, against_base_rate, against_most_recent
from tamis.predict.evaluation.intervals import Interval, Judged, auc_interval
from tamis.predict.evaluation.measures import Measures, base_rate_log_loss, measure
from tamis.predict.evaluation.ranking import Cut, Decile, cuts, deciles, gain_at, weeks_covered
from tamis.predict.evaluation.segments import SegmentResult, by_segment
from tamis.predict.evaluation.splits import Caveat, Split, Way

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


_SELDOM = 0.05


@dataclass(frozen=True)
class Segments:
    """Results by one grouping: `by` is what it groups by, in the user's words."""

    by: str
    results: tuple[SegmentResult, ...]


@dataclass(frozen=True)
class HeldOut:
    """What happened on held-out rows. `first` and `last` are their landmarks' ends, `gap` the time between training and
    them (microseconds); `rate_low` and `rate_high` the 95 % interval of the rate of conversions; `gain` the share of
    all conversions among each hundredth of the list (101 numbers, the first 0); `weeks` how long the rows came in."""

    way: Way
    caveats: tuple[Caveat, ...]
    gap: int
    first: int
    last: int
    training_rows: int
    records: int
    conversions: float
    measures: Measures
    auc: Interval | None
    base_rate_log_loss: float
    rate_low: float
    rate_high: float
    error_by_chance: float
    calibration: tuple[CalibrationBin, ...]
    deciles: tuple[Decile, ...]
    gain: tuple[float, ...]
    weeks: float | None
    cuts: tuple[Cut, ...]
    segments: tuple[Segments, ...]
    rivals: tuple[Rival, ...]

    @property
    def crowd(self) -> int:
        """Of how many records rates are told in whole figures: of a hundred, or of a thousand where so few converted
        that rounding would hide how much more they are in one group (9 and 2 of a hundred are 8.7 and 2.5)."""
        return 100 if self.measures.base_rate >= _SELDOM else 1000

    def rate_of_first(self, hundredths: int) -> float:
        """The share (0-1) of the first so many hundredths of the list that converted."""
        return self.gain[hundredths] * self.measures.base_rate / (hundredths / 100)


@dataclass(frozen=True)
class Said:
    """What a model said of the held-out rows, and what is known of these: one entry a row in every array. `rivals` are
    probabilities of other models by kind and name; `days_since` the last activity, NaN where there was none; `segments`
    groupings by what they group by; `period` the time between landmarks (microseconds), where it is known."""

    judged: Judged
    landmark: Ints
    probability: Floats
    training_rate: float
    rivals: dict[tuple[RivalKind, str], Floats]
    days_since: Floats | None = None
    segments: dict[str, pd.Series] | None = None
    period: int | None = None


def held_out(split: Split, said: Said, *, seed: int) -> HeldOut:
    """All measures of a model; `seed` draws the bootstrap."""
    outcome, weight, probability = said.judged.outcome, said.judged.weight, said.probability
    found = measure(outcome, probability, weight)
    curve = calibration_curve(outcome, probability, weight)
    low, high = wilson(found.base_rate, effective_count(weight))
    weeks = weeks_covered(said.landmark, said.period)
    return HeldOut(
        way=split.way,
        caveats=split.caveats,
        gap=split.gap,
        first=int(said.landmark.min()),
        last=int(said.landmark.max()),
        training_rows=len(split.train),
        records=len(np.unique(said.judged.record)),
        conversions=found.conversions,
        measures=found,
        auc=auc_interval(said.judged, probability, seed=seed),
        base_rate_log_loss=base_rate_log_loss(said.training_rate, outcome, weight),
        rate_low=low,
        rate_high=high,
        error_by_chance=error_by_chance(curve),
        calibration=curve,
        deciles=deciles(outcome, probability, weight),
        gain=tuple(float(each) for each in gain_at(outcome, probability, weight, np.linspace(0, 1, 101))),
        weeks=weeks,
        cuts=cuts(outcome, probability, weight, weeks),
        segments=_segments(said),
        rivals=_rivals(said, seed),
    )


def _segments(said: Said) -> tuple[Segments, ...]:
    judged = said.judged
    found = (Segments(by, by_segment(names, judged, said.probability)) for by, names in (said.segments or {}).items())
    return tuple(each for each in found if each.results)


def _rivals(said: Said, seed: int) -> tuple[Rival, ...]:
    judged, probability = said.judged, said.probability
    found = [against_base_rate(judged, probability, said.training_rate, seed=seed)]
    if said.days_since is not None:
        found.append(against_most_recent(judged, probability, said.days_since, seed=seed))
    for (kind, name), other in said.rivals.items():
        found.append(against(judged, probability, other, kind, name=name, seed=seed))
    return tuple(found)
