"""What a kind of model is worth: chosen on the newest of what is learnt from, judged by what is newer still."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tamis.predict.calibration import Calibration, fit_calibration, probability
from tamis.predict.evaluation.comparison import RivalKind
from tamis.predict.evaluation.drift import Drift, drift_of_features, drift_of_outcome
from tamis.predict.evaluation.folds import folds
from tamis.predict.evaluation.held_out import HeldOut, Said, held_out
from tamis.predict.evaluation.intervals import Judged
from tamis.predict.evaluation.splits import Rows, Split
from tamis.predict.feature import Examples
from tamis.predict.scorer import Floats, Scorer
from tamis.predict.training.asked import Asked
from tamis.predict.training.candidates import NAIVE_BAYES, fitted, joined
from tamis.predict.training.choosing import Choice, choose

# Above so many examples one block of the newest tells kinds of model apart as well as three do.
_MANY = 30_000
_TRYING = {
    "glass_box": "Trying a glass box",
    "binned_logistic": "Trying a binned logistic regression",
    "boosted": "Trying boosted trees",
}


@dataclass(frozen=True)
class Judgement:
    """What was found on the rows that were held out: log-odds before (`plain`) and after calibration."""

    split: Split
    learnt: Examples
    test: Examples
    choice: Choice
    folds: int
    plain: Floats
    calibrated: Floats
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
    choice = choose(
        learnt,
        tried,
        asked.candidates,
        seed=asked.seed,
        threads=asked.threads,
        on_fit=lambda part: on_step(_TRYING[part]),
    )
    calibration = _calibration(choice, learnt, asked.seed)
    on_step("Judging by the newest examples")
    plain = scorer_of(choice, learnt, asked).log_odds(test.table)
    calibrated = calibration.apply(plain)
    held = held_out(split, _said(learnt, test, calibrated, asked), seed=asked.seed)
    return Judgement(split, learnt, test, choice, len(tried), plain, calibrated, held, _drifts(learnt, test))


def _calibration(choice: Choice, learnt: Examples, seed: int) -> Calibration:
    """From the newest fold alone: models of older folds learnt from less, and err in ways that later ones do not."""
    newest = choice.rows[choice.is_newest]
    odds = choice.chosen.log_odds[choice.is_newest]
    return fit_calibration(odds, learnt.outcome[newest], learnt.weight[newest], seed=seed)


def scorer_of(choice: Choice, examples: Examples, asked: Asked) -> Scorer:
    """The kind that was chosen, learnt from these examples."""
    parts = choice.chosen.candidate.parts
    return joined([fitted(part, examples, seed=asked.seed, threads=asked.threads) for part in parts])


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
