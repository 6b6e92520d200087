"""The signs of a leak, one by one; each gives its evidence, or None."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tamis.predict.evaluation.calibration_curve import wilson
from tamis.predict.evaluation.leakage_strength import Strength
from tamis.predict.evaluation.leakage_words import Telling, telling
from tamis.predict.evaluation.remark import Remark, remark
from tamis.predict.evaluation.suspect import UNKNOWN, Flags, Floats, Seen, Suspect

_NEAR_PERFECT = 0.95
# Of a value that only the converted have: its rows, its share of the converted, and how sure its rate is.
_SUPPORT, _COVERS, _SURE = 30, 0.1, 0.95
# Known for the converted: odds three times as high, and at least 15 points more; for few of the others it is grave.
_ODDS, _MORE, _FEW = 3.0, 0.15, 0.5
_AFTER, _AFTER_GRAVE, _INSTANTS = 0.2, 0.5, 10
_STRONG, _BETTER, _MUCH_BETTER = 0.8, 0.02, 0.05
# What a name must be worth to be told, and how many standard errors above nothing.
_HOLD, _ABOVE_NOISE = 0.55, 3.0
_TENTHS, _RARE, _USUAL = 10, 0.2, 0.8


@dataclass(frozen=True)
class Sign:
    """One sign with its evidence; a grave one leaves the property out by default."""

    said: Remark
    is_grave: bool


@dataclass(frozen=True)
class Alone:
    """How well a column tells the outcome alone; how well all others do, where that was asked; and the noise in it."""

    auc: float
    rest: float | None
    noise: float


def alone(suspect: Suspect, found: Strength) -> Alone:
    """Of one column."""
    return Alone(found.alone[suspect.column], found.rest.get(suspect.column), found.noise)


def near_perfect(suspect: Suspect, strength: Alone) -> Sign | None:
    """It tells the outcome all but perfectly, alone."""
    if strength.auc < _NEAR_PERFECT:
        return None
    return Sign(remark("near_perfect", auc=strength.auc), not suspect.has_history)


def only_of_the_converted(values: pd.Series, suspect: Suspect, seen: Seen) -> Sign | None:
    """Values that nearly nobody has but those who converted, each with enough rows to tell."""
    hit = seen.weight * seen.outcome
    frame = pd.DataFrame({"value": values.to_numpy(), "rows": 1, "weight": seen.weight, "hit": hit}).dropna()
    counts = frame.groupby("value", observed=True, sort=True)[["rows", "weight", "hit"]].sum()
    often = counts[counts["rows"] >= _SUPPORT]
    lows = [wilson(share, rows)[0] for share, rows in zip(often["hit"] / often["weight"], often["rows"], strict=True)]
    sure = often[np.array(lows) >= _SURE]
    covered = float(sure["hit"].sum() / hit.sum())
    if sure.empty or covered < _COVERS:
        return None
    largest = sure["rows"].idxmax()
    rows, share = int(sure["rows"][largest]), float(sure["hit"][largest] / sure["weight"][largest])
    said = remark("only_converted", value=str(largest), rows=rows, share=share, covered=covered)
    return Sign(said, not suspect.has_history)


def known_for_the_converted(values: pd.Series, suspect: Suspect, seen: Seen) -> Sign | None:
    """It is filled in far more often for those who converted."""
    known = values.notna().to_numpy()
    converted, others = _share(known, seen.outcome, seen.weight), _share(known, ~seen.outcome, seen.weight)
    if converted - others < _MORE or _odds(converted) < _ODDS * _odds(others) or not _differs(known, seen):
        return None
    said = remark("known_for_converted", converted=converted, others=others)
    return Sign(said, not suspect.has_history and others < _FEW)


def set_after_conversion(suspect: Suspect, seen: Seen) -> Sign | None:
    """It was last set when the record had converted already."""
    if suspect.set_at is None or seen.converted_at is None:
        return None
    told = seen.outcome & (suspect.set_at != UNKNOWN) & (seen.converted_at != UNKNOWN)
    if np.count_nonzero(told) < _INSTANTS:
        return None
    share = _share(suspect.set_at >= seen.converted_at, told, seen.weight)
    if share < _AFTER:
        return None
    said = remark("set_after", share=share, rows=int(np.count_nonzero(told)))
    return Sign(said, share >= _AFTER_GRAVE and not suspect.has_history)


def too_good_beside_the_rest(suspect: Suspect, strength: Alone) -> Sign | None:
    """Alone it does better than everything else together."""
    if strength.rest is None or strength.auc < max(_STRONG, strength.rest + _BETTER):
        return None
    is_grave = not suspect.has_history and strength.auc >= strength.rest + _MUCH_BETTER
    return Sign(remark("too_good", auc=strength.auc, rest=strength.rest), is_grave)


def by_name(suspect: Suspect, strength: Alone) -> Sign | None:
    """Its name says that it is written late, it has no history, and it does tell something of the outcome."""
    said = None if suspect.has_history else telling(suspect.name)
    if said is None or strength.auc < max(_HOLD, 0.5 + _ABOVE_NOISE * strength.noise):
        return None
    kind, words = said
    return Sign(remark(kind.value, words=words, auc=strength.auc), kind is not Telling.JUDGED)


def unknown_for_a_time(values: pd.Series, suspect: Suspect, seen: Seen) -> Sign | None:
    """It is known for nearly everybody of some time, and for hardly anybody of another: as if filled in at once."""
    if suspect.has_history or len(values) < _TENTHS * _SUPPORT:
        return None
    edges = np.quantile(seen.in_time, np.arange(1, _TENTHS) / _TENTHS)
    tenth = np.searchsorted(edges, seen.in_time, side="right")
    known = values.notna().to_numpy()
    shares = [float(known[tenth == each].mean()) for each in np.unique(tenth)]
    if min(shares) > _RARE or max(shares) < _USUAL:
        return None
    return Sign(remark("unknown_for_a_time", least=min(shares), most=max(shares)), False)


def _share(flags: Flags, among: Flags, weight: Floats) -> float:
    return float(weight[flags & among].sum() / weight[among].sum())


def _odds(share: float) -> float:
    held = min(max(share, 0.001), 0.999)
    return held / (1 - held)


def _differs(known: Flags, seen: Seen) -> bool:
    """Whether chance can be left aside: the intervals of the two shares lie apart."""
    converted, others = known[seen.outcome], known[~seen.outcome]
    low = wilson(float(converted.mean()), len(converted))[0]
    return low > wilson(float(others.mean()), len(others))[1]
