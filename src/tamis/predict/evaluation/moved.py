"""Which inputs have moved so far, and weigh so much, that a model is asked of another world than it learnt from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tamis.predict.evaluation.drift import Change, Drift
from tamis.predict.evaluation.importance import Importance

# What moves likelihoods by less than this share of all is no cause for care alone, and all of it together by less than
# the other: of hundreds of inputs some age, or are counted for ever, in every company.
_ALONE, _TOGETHER = 0.02, 0.10


@dataclass(frozen=True)
class Moved:
    """Features that are another world now, the weightiest first, and the share (0-1) of the terms that look at them in
    all that moves likelihoods."""

    names: tuple[str, ...]
    share: float


def moved(drifts: Sequence[Drift], importances: Sequence[Importance]) -> Moved | None:
    """The features that have moved, if one of them weighs 2 % or more (then those that do), or all together 10 %;
    otherwise None."""
    away = {each.name for each in drifts if each.name and each.change is Change.ANOTHER_WORLD}
    terms = [each for each in importances if away.intersection(each.features)]
    weighty = [each for each in terms if each.share >= _ALONE]
    share = sum(each.share for each in terms)
    if share < _TOGETHER:
        terms, share = weighty, sum(each.share for each in weighty)
    if not terms:
        return None
    ordered = sorted(terms, key=lambda each: (-each.share, each.name))
    return Moved(tuple(dict.fromkeys(name for each in ordered for name in each.features if name in away)), share)
