"""What a kind of model is worth: chosen on the newest of what is learnt from, judged by what is newer still."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from tamis.predict.calibration import Calibration, CalibrationKind, fit_calibration, probability
from tamis.predict.evaluation.comparison import RivalKind
from tamis.predict.evaluation.drift import Drift, drift_of_features, drift_of_outcome
from tamis.predict.evaluation.folds import folds
from tamis.predict.evaluation.held_out import HeldOut, Said, held_out
from tamis.predict.evaluation.intervals import Judged, losses
from tamis.predict.evaluation.splits import Rows, Split
from tamis.predict.feature import Examples
from tamis.predict.scorer import Floats, Scorer
from tamis.predict.training.asked import Asked
from tamis.predict.training.candidates import NAIVE_BAYES, fitted, joined
from tamis.predict.training.choosing import Choice, choose
from tamis.predict.training.live import beside_live
from tamis.predict.training.recency import by_recency, is_recency_worth_it

# Above so many examples one block of the newest tells kinds of model apart as well as three do.
_MANY = 30_000
_TRYING = {
    "glass_box": "Trying a glass box",
    "binned_logistic": "Trying a binned logistic regression",
    "boosted": "Trying boosted trees",
}


@dataclass(frozen=True)
class Judgement:
    """What was found on the rows that were held out: `is_recent`, whether newer examples shall count more, and what
    `calibration` the log-odds `plain` want."""

    split: Split
    learnt: Examples
    test: Examples
    choice: Choice
    folds: int
    is_recent: bool
    plain: Floats
    calibration: Calibration
    held_out: HeldOut
    drifts: tuple[Drift, ...]


def judge(used: Examples, split: Split, asked: Asked, on_step: Callable[[str], None]) -> Judgement:
    """Chooses among kinds of model on the rows learnt from, and measures the chosen one on the others."""
    learnt, test = used.rows(split.train), used.rows(split.test)
    tried = folds(
        Rows(learnt.record, learnt.landmark, learnt.outcome),
        horizon=asked.horizon,
        count=1 if len(learnt) > _MANY else 3,
        seed=asked.seed,
    )
    is_recent = is_recency_worth_it(learnt, tried, seed=asked.seed)
    choice = choose(
        learnt,
        tried,
        asked.candidates,
        weighed=by_recency if is_recent else _as_they_are,
        seed=asked.seed,
        threads=asked.threads,
        on_fit=lambda part: on_step(_TRYING[part]),
    )
    on_step("Judging by the newest examples")
    plain = scorer_of(choice, learnt, asked, is_recent=is_recent).log_odds(test.table)
    calibration = _calibration(choice, learnt, plain, test, asked.seed)
    said = _said(learnt, test, calibration.apply(plain), asked)
    held = held_out(split, said, seed=asked.seed)
    beside = beside_live(asked.live, split.test, said.judged, said.probability, seed=asked.seed)
    if beside is not None:
        held = replace(held, rivals=(*held.rivals, beside))
    return Judgement(
        split, learnt, test, choice, len(tried), is_recent, plain, calibration, held, _drifts(learnt, test)
    )


def _calibration(choice: Choice, learnt: Examples, plain: Floats, test: Examples, seed: int) -> Calibration:
    """What the folds ask for, if it holds on newer rows.

    A shift alone is never carried over: where the rate of conversions rises, a model that had not learnt the newest
    rows errs by what the one that has does not, and the rise would count twice.
    """
    found = fit_calibration(choice.chosen.log_odds, learnt.outcome[choice.rows], learnt.weight[choice.rows], seed=seed)
    if found.kind in (CalibrationKind.NONE, CalibrationKind.INTERCEPT):
        return Calibration()
    before, after = (losses(test.outcome, probability(odds)) for odds in (plain, found.apply(plain)))
    is_better = np.average(after, weights=test.weight) < np.average(before, weights=test.weight)
    return found if is_better else Calibration()


def scorer_of(choice: Choice, examples: Examples, asked: Asked, *, is_recent: bool) -> Scorer:
    """The kind that was chosen, learnt from these examples."""
    weighed = by_recency(examples) if is_recent else examples
    parts = choice.chosen.candidate.parts
    return joined([fitted(part, weighed, seed=asked.seed, threads=asked.threads) for part in parts])


def _as_they_are(examples: Examples) -> Examples:
    return examples


def _said(learnt: Examples, test: Examples, log_odds: Floats, asked: Asked) -> Said:
    naive = fitted(NAIVE_BAYES, learnt, seed=asked.seed, threads=asked.threads)
    groupings = {by: test.table[column] for by, column in asked.groupings.items() if column in test.table}
    recency = test.table[asked.recency].to_numpy(np.float64) if asked.recency in test.table else None
    return Said(
        judged=Judged(test.outcome, test.weight, test.record),
        landmark=test.landmark,
        probability=probability(log_odds),
        training_rate=float(np.average(learnt.outcome, weights=learnt.weight)),
        rivals={(RivalKind.NAIVE_BAYES, ""): probability(naive.log_odds(test.table))},
        days_since=recency,
        segments=groupings,
        period=asked.period,
    )


def _drifts(then: Examples, now: Examples) -> tuple[Drift, ...]:
    rates = (float(np.average(each.outcome, weights=each.weight)) for each in (then, now))
    return (
        drift_of_outcome(*rates),
        *drift_of_features(then.features, then.table, now.table, then.weight, now.weight),
    )
