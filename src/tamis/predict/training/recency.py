"""Whether newer examples shall count more: only where that told the newest of what is learnt from clearly better.

In a market that changes, who bought two years ago says little of who will; in one that does not, to forget is to waste.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tamis.predict.evaluation.intervals import losses
from tamis.predict.evaluation.splits import Split
from tamis.predict.feature import Examples
from tamis.predict.training.candidates import LOGISTIC, fitted

# An example counts half as much as one that is newer by this part of the whole time.
_HALVED_AFTER = 0.25
# So much less log loss it has to bring.
_WORTH = 0.01


def by_recency(examples: Examples) -> Examples:
    """The same examples, the newer ones weighing more."""
    age = (examples.landmark.max() - examples.landmark).astype(np.float64)
    span = float(age.max()) or 1.0
    return replace(examples, weight=examples.weight * 0.5 ** (age / (_HALVED_AFTER * span)))


def is_recency_worth_it(examples: Examples, folds: Sequence[Split], *, seed: int) -> bool:
    """Tried with binned logistic regression, which is quick to fit, on folds that go forward in time."""
    if len(np.unique(examples.landmark)) < 2:
        return False
    plain, recent = (_log_loss(examples, folds, seed, is_recent=is_recent) for is_recent in (False, True))
    return recent < plain * (1 - _WORTH)


def _log_loss(examples: Examples, folds: Sequence[Split], seed: int, *, is_recent: bool) -> float:
    total = rows = 0.0
    for fold in folds:
        learnt, judged = examples.rows(fold.train), examples.rows(fold.test)
        scorer = fitted(LOGISTIC, by_recency(learnt) if is_recent else learnt, seed=seed, threads=1)
        said = 1 / (1 + np.exp(-scorer.log_odds(judged.table)))
        total += float((losses(judged.outcome, said) * judged.weight).sum())
        rows += float(judged.weight.sum())
    return total / rows
