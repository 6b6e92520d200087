"""Which kind of model it shall be: tried on the newest of what is learnt from, never chosen by habit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tamis.predict.calibration import probability
from tamis.predict.evaluation.intervals import losses
from tamis.predict.evaluation.splits import Split
from tamis.predict.feature import Examples
from tamis.predict.scorer import Floats
from tamis.predict.training.candidates import LOGISTIC, Candidate, fitted, here

Flags = NDArray[np.bool_]

# By so much of its log loss another kind has to be better, and not by chance, before one that can be read is given up.
_WORTH = 0.005
# Below so many conversions the kind with the fewest ways to go wrong is preferred, unless another is clearly better.
FEW_CONVERSIONS = 500
# In standard errors of the difference.
_LIKELY, _CLEARLY = 1.0, 2.0


@dataclass(frozen=True)
class Tried:
    """What a candidate did on the rows it was tried on: mean log loss (nats), and the log-odds of each of them."""

    candidate: Candidate
    log_loss: float
    log_odds: Floats


@dataclass(frozen=True)
class Choice:
    """The candidate that is taken, and what all of them did on the same rows (places among the examples)."""

    chosen: Tried
    tried: tuple[Tried, ...]
    rows: NDArray[np.int64]

    def margin(self, other: Tried) -> float:
        """How much less log loss the chosen one has, as a share of the other's."""
        return 1 - self.chosen.log_loss / other.log_loss


def choose(
    examples: Examples,
    folds: Sequence[Split],
    candidates: Sequence[Candidate],
    *,
    weighed: Callable[[Examples], Examples],
    seed: int,
    threads: int,
    on_fit: Callable[[str], None],
) -> Choice:
    """Fits every part on each fold and compares the candidates on what was not learnt from.

    `weighed` says how much each example is learnt from, `on_fit` hears of each fit before it begins. Rows judged by two
    folds count in the newer one.
    """
    candidates = here(candidates)
    parts = dict.fromkeys(part for candidate in candidates for part in candidate.parts)
    odds = {part: np.full(len(examples), np.nan) for part in parts}
    for fold in folds:
        learnt, judged = examples.rows(fold.train), examples.rows(fold.test)
        for part in parts:
            on_fit(part)
            scorer = fitted(part, weighed(learnt), seed=seed, threads=threads)
            odds[part][fold.test] = scorer.log_odds(judged.table)
    rows = np.flatnonzero(~np.isnan(next(iter(odds.values()))))
    tried = [_tried(candidate, examples, rows, odds) for candidate in candidates]
    outcome, weight = examples.outcome[rows], examples.weight[rows]
    chosen = best(tried, outcome, weight, conversions=int(examples.outcome.sum()))
    return Choice(chosen, tuple(tried), rows)


def _tried(candidate: Candidate, examples: Examples, rows: NDArray[np.int64], odds: dict[str, Floats]) -> Tried:
    mean = np.mean([odds[part][rows] for part in candidate.parts], axis=0)
    return tried_with(candidate, mean, examples.outcome[rows], examples.weight[rows])


def tried_with(candidate: Candidate, log_odds: Floats, outcome: Flags, weight: Floats) -> Tried:
    """What log-odds are worth on rows that were not learnt from."""
    return Tried(candidate, float(np.average(_losses(log_odds, outcome), weights=weight)), log_odds)


def best(tried: Sequence[Tried], outcome: Flags, weight: Floats, *, conversions: int) -> Tried:
    """The one of least log loss; but an average before a part of it that is no better as far as these rows tell, one
    that can be read before trees that are hardly better, and with few `conversions` to learn from binned logistic
    regression before anything that is not clearly better."""
    least = min(tried, key=lambda each: each.log_loss)
    readable = _best_readable(tried, outcome, weight) or least
    is_worth_it = readable.log_loss > least.log_loss * (1 + _WORTH)
    chosen = least if is_worth_it and _is_better(least, readable, outcome, weight, errors=_LIKELY) else readable
    plain = next((each for each in tried if each.candidate.parts == (LOGISTIC,)), chosen)
    is_few = conversions < FEW_CONVERSIONS
    return plain if is_few and not _is_better(chosen, plain, outcome, weight, errors=_CLEARLY) else chosen


def _best_readable(tried: Sequence[Tried], outcome: Flags, weight: Floats) -> Tried | None:
    """Where it is by chance which part is ahead, newer rows may have another one ahead: an average errs less than the
    mean of its parts whichever that is (Breiman, Stacked regressions, 1996)."""
    readable = sorted((each for each in tried if each.candidate.is_readable), key=lambda each: each.log_loss)
    averages = (each for each in readable if len(each.candidate.parts) > 1)
    equal = (each for each in averages if not _is_better(readable[0], each, outcome, weight, errors=_LIKELY))
    return next(equal, readable[0] if readable else None)


def _is_better(one: Tried, other: Tried, outcome: Flags, weight: Floats, *, errors: float) -> bool:
    """By more than so many standard errors of the difference."""
    gain = _losses(other.log_odds, outcome) - _losses(one.log_odds, outcome)
    share = weight / weight.sum()
    mean = float((share * gain).sum())
    error = float(np.sqrt((share**2 * (gain - mean) ** 2).sum()))
    return mean > errors * error


def _losses(log_odds: Floats, outcome: Flags) -> Floats:
    return losses(outcome, probability(log_odds))
