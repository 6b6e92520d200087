"""A model beside what one would do without it: one rate for all, naive Bayes, the live model, the most recent first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from tamis.predict.evaluation.intervals import Interval, Judged, auc_difference, log_loss_difference
from tamis.predict.evaluation.measures import measure
from tamis.predict.evaluation.ranking import gain_at

Floats = NDArray[np.float64]


class RivalKind(StrEnum):
    """What a model is compared with."""

    BASE_RATE = "base_rate"
    NAIVE_BAYES = "naive_bayes"
    MOST_RECENT = "most_recent"
    LIVE = "live"
    CANDIDATE = "candidate"


@dataclass(frozen=True)
class Rival:
    """What a rival did on the same rows. `log_loss` is None where it gives an order and no probabilities; differences
    are the model's measure less the rival's. `top_tenth` is the share of its first tenth that converted."""

    kind: RivalKind
    name: str
    """Of a live model's version or a candidate; otherwise empty."""
    auc: float | None
    log_loss: float | None
    top_tenth: float
    auc_difference: Interval | None
    log_loss_difference: Interval | None


def against(judged: Judged, probability: Floats, rival: Floats, kind: RivalKind, *, name: str = "", seed: int) -> Rival:
    """A model beside a rival that gives probabilities."""
    found = measure(judged.outcome, rival, judged.weight)
    return Rival(
        kind,
        name,
        found.auc,
        found.log_loss,
        top_rate(judged, rival),
        auc_difference(judged, probability, rival, seed=seed),
        log_loss_difference(judged, probability, rival, seed=seed),
    )


def against_base_rate(judged: Judged, probability: Floats, rate: float, *, seed: int) -> Rival:
    """Beside saying `rate`, that of the training rows, for everybody."""
    constant = np.full(len(judged.outcome), min(max(rate, 1e-6), 1 - 1e-6))
    return against(judged, probability, constant, RivalKind.BASE_RATE, seed=seed)


def against_most_recent(judged: Judged, probability: Floats, days_since: Floats, *, seed: int) -> Rival:
    """Beside calling whoever did something last; `days_since` is NaN where nobody ever saw them do anything."""
    order = recency_order(days_since)
    found = measure(judged.outcome, order, judged.weight)
    difference = auc_difference(judged, probability, order, seed=seed)
    return Rival(RivalKind.MOST_RECENT, "", found.auc, None, top_rate(judged, order), difference, None)


def recency_order(days_since: Floats) -> Floats:
    """A score (0–1) that falls with the days since the last activity; those without one come last."""
    known = np.where(np.isnan(days_since), np.inf, days_since)
    _, place = np.unique(-known, return_inverse=True)
    return np.asarray(place / max(int(place.max(initial=0)), 1), np.float64)


def top_rate(judged: Judged, score: Floats, share: float = 0.1) -> float:
    """The share that converted among the first `share` of the list."""
    gain = float(gain_at(judged.outcome, score, judged.weight, np.array([share]))[0])
    return gain * float(np.average(judged.outcome, weights=judged.weight)) / share
