"""The card as data. Its JSON has the same keys, in the same order; instants are microseconds since the epoch, UTC,
probabilities and shares 0–1, log loss in nats, contributions in log-odds."""

from __future__ import annotations

from dataclasses import dataclass

from tamis.predict.evaluation.drift import Drift
from tamis.predict.evaluation.group_rates import GroupRates
from tamis.predict.evaluation.held_out import HeldOut
from tamis.predict.evaluation.importance import Curve, Importance
from tamis.predict.evaluation.intervals import Interval
from tamis.predict.evaluation.leakage import Finding
from tamis.predict.evaluation.readiness import Readiness
from tamis.predict.evaluation.verdict import Verdict
from tamis.predict.feature import Feature

FORMAT = "tamis-model-card/1"


@dataclass(frozen=True)
class GoalOnCard:
    """What is foretold: `object` is contact, company or deal; `horizon` in microseconds, None for a table without
    history; `segment` the records it is for ("" for all); `left_out` what the goal file leaves out."""

    key: str
    label: str
    object: str
    horizon: int | None = None
    segment: str = ""
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class LeakOnCard:
    """A property that may know the outcome, and whether the model does without it."""

    finding: Finding
    is_left_out: bool


@dataclass(frozen=True)
class Candidate:
    """A model that was tried, by the name of its estimator, with its measures on the folds that decided."""

    name: str
    log_loss: float
    auc: float | None
    is_chosen: bool = False


@dataclass(frozen=True)
class Choice:
    """Which model was taken, of which, and by how much: `margin` is the log loss of the chosen one less that of the
    best of the others, on the same rows. `folds` is how many folds of how many `rows` they were judged by."""

    candidates: tuple[Candidate, ...]
    margin: Interval | None = None
    folds: int = 0
    rows: int = 0


@dataclass(frozen=True)
class ModelCard:
    """Everything of one version of a model. `held_out` is None where there were too few examples for one; then `rates`
    are those of groups. `features` are those that `importances`, `curves` and `rates` speak of; `calibrated_by` names
    the calibration step ("" for none); `trained_at` is the instant that training looked back from."""

    goal: GoalOnCard
    version: str
    trained_at: int
    verdict: Verdict
    readiness: Readiness
    choice: Choice
    held_out: HeldOut | None = None
    features: tuple[Feature, ...] = ()
    feature_count: int = 0
    importances: tuple[Importance, ...] = ()
    curves: tuple[Curve, ...] = ()
    leaks: tuple[LeakOnCard, ...] = ()
    drifts: tuple[Drift, ...] = ()
    calibrated_by: str = ""
    live_version: str = ""
    rates: tuple[GroupRates, ...] = ()
    format: str = FORMAT
