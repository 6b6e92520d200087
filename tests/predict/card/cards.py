"""Model cards to look at: of a model that is ready, and of one for which there was too little."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd

from tamis.predict.card.model_card import Candidate, Choice, GoalOnCard, LeakOnCard, ModelCard
from tamis.predict.evaluation.comparison import RivalKind
from tamis.predict.evaluation.drift import Drift, drift_of_outcome
from tamis.predict.evaluation.group_rates import GroupRate, GroupRates
from tamis.predict.evaluation.held_out import HeldOut, Said, held_out
from tamis.predict.evaluation.importance import Curve, Importance, Point
from tamis.predict.evaluation.intervals import Interval, Judged
from tamis.predict.evaluation.leakage import Finding, Severity
from tamis.predict.evaluation.readiness import Readiness, readiness
from tamis.predict.evaluation.remark import remark
from tamis.predict.evaluation.splits import Rows, newest
from tamis.predict.evaluation.verdict import Evidence, verdict
from tamis.predict.feature import OTHER, Feature, Kind

DAY = 24 * 3600 * 1_000_000
START = 1_735_689_600 * 1_000_000
"""1 January 2025."""
HORIZON = 90 * DAY
MARKUP = "<img src=//evil.example/x onerror=alert(1)>"
"""What somebody may have called a property or a category."""
_PEOPLE, _MONTHS = 250, 12


@lru_cache(maxsize=1)
def ready_card() -> ModelCard:
    """Of a model that knows the true probabilities; names are as bad as they can be."""
    found, ready = _judged()
    drifts = (Drift("visits", 0.12, 3.0, 4.5), Drift("country", 0.01, 0.9, 0.9), drift_of_outcome(0.2, 0.22))
    return ModelCard(
        goal=GoalOnCard("close_90d", "Likelihood to close", "contact", HORIZON, MARKUP, ("owner_notes",)),
        version="3",
        trained_at=START + 430 * DAY,
        verdict=verdict(Evidence(ready, found, drifts)),
        readiness=ready,
        choice=_choice(),
        held_out=found,
        features=_features(),
        feature_count=120,
        importances=_importances(),
        curves=_curves(),
        leaks=_leaks(),
        drifts=drifts,
        calibrated_by="sigmoid",
    )


def bare_card() -> ModelCard:
    """With 31 of 40 conversions, so without a model."""
    ready = Readiness(open=44, converted=31, others=520, landmarks=3, rows=1480, first=START, last=START + 60 * DAY)
    goal = GoalOnCard("close_90d", "Likelihood to close", "deal", HORIZON)
    card = ModelCard(goal, "1", START, verdict(Evidence(ready, None)), ready, Choice(()))
    return replace(card, features=_features(), rates=_rates())


def _rates() -> tuple[GroupRates, ...]:
    categories = (
        GroupRate(90, 18, 0.18, 0.12, 0.25, label=MARKUP),
        GroupRate(400, 12, 0.03, 0.02, 0.05, label=OTHER),
        GroupRate(61, 1, 0.03, 0.01, 0.07),
    )
    numbers = (GroupRate(300, 6, 0.02, 0.01, 0.04, ends=3.0), GroupRate(251, 25, 0.1, 0.07, 0.13, begins=3.0))
    return GroupRates("country", categories), GroupRates("visits", numbers)


def _judged() -> tuple[HeldOut, Readiness]:
    draws = np.random.default_rng(4)
    strength = draws.normal(size=_PEOPLE * _MONTHS)
    probability = 1 / (1 + np.exp(1.8 - 1.2 * strength))
    record = np.repeat(np.arange(_PEOPLE), _MONTHS)
    landmark = START + np.tile(np.arange(_MONTHS) * 30 * DAY, _PEOPLE)
    rows = Rows(record, landmark, draws.random(len(record)) < probability)
    split = newest(rows, horizon=HORIZON)
    at = split.test
    naive = np.clip(probability[at] + draws.normal(size=len(at)) * 0.3, 0.01, 0.99)
    said = Said(
        Judged(rows.outcome[at], np.ones(len(at)), record[at]),
        landmark[at],
        probability[at],
        training_rate=float(rows.outcome[split.train].mean()),
        rivals={(RivalKind.NAIVE_BAYES, ""): naive, (RivalKind.LIVE, MARKUP): probability[at] ** 1.1},
        days_since=draws.random(len(at)),
        segments={MARKUP: pd.Series([MARKUP, "EMEA"] * (len(at) // 2))},
        period=30 * DAY,
    )
    return held_out(split, said, seed=1), replace(readiness(rows, open_now=2412), converted=231, others=1019)


def _features() -> tuple[Feature, ...]:
    visits = Feature("visits", Kind.NUMBER, "events", "visit", "visits in the last 30 days", "events")
    return visits, Feature("country", Kind.CATEGORY, "property", MARKUP, MARKUP)


def _importances() -> tuple[Importance, ...]:
    return (
        Importance("visits", ("visits",), 0.6, 0.6),
        Importance("country", ("country",), 0.3, 0.3),
        Importance("visits × country", ("visits", "country"), 0.1, 0.1),
    )


def _curves() -> tuple[Curve, ...]:
    steps = (
        Point(-0.7, 500, 0.1, high=1.0),
        Point(0.1, 300, 0.1, low=1.0, high=1500.0),
        Point(0.9, 100, 0.2, low=1500.0),
        Point(-0.2, 50, 0.3),
    )
    return Curve("visits", steps), Curve("country", (Point(0.4, 400, label="FR"), Point(-0.5, 90, label=MARKUP)))


def _leaks() -> tuple[LeakOnCard, ...]:
    known = remark("known_for_converted", converted=0.94, others=0.03)
    only = remark("only_converted", value=MARKUP, rows=40, share=1.0, covered=0.3)
    return (
        LeakOnCard(Finding("lead_quality", Severity.LEAVE_OUT, (known,)), True),
        LeakOnCard(Finding(MARKUP, Severity.LOOK, (only,)), False),
    )


def _choice() -> Choice:
    tried = (Candidate("glass_box", 0.2431, 0.812, True), Candidate("glass_box+binned_logistic", 0.2439, None))
    return Choice(tried, Interval(-0.0008, -0.002, 0.0004), folds=3, rows=5400)
