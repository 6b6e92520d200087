"""Which kind of model is taken: the best on newer examples, unless another is as good and easier to read or trust."""

from __future__ import annotations

import numpy as np
import pytest

from tamis.predict.training.candidates import BOOSTED, GLASS_BOX, LOGISTIC, Candidate
from tamis.predict.training.choosing import Tried, best, tried_with

ROWS = 4000
GENERATOR = np.random.default_rng(11)
TRUE = GENERATOR.normal(-1.0, 1.5, ROWS)
OUTCOME = GENERATOR.random(ROWS) < 1 / (1 + np.exp(-TRUE))
WEIGHT = np.ones(ROWS)


def of(kind: str, share_of_truth: float) -> Tried:
    """A kind that knows so much of what there is to know."""
    log_odds = -1.0 + share_of_truth * (TRUE + 1.0)
    return tried_with(Candidate((kind,)), log_odds, OUTCOME, WEIGHT)


def chosen(*tried: Tried, conversions: int = 10_000) -> str:
    return best(tried, OUTCOME, WEIGHT, conversions=conversions).candidate.name


def test_the_best_is_taken():
    assert chosen(of(GLASS_BOX, 0.4), of(LOGISTIC, 0.9)) == LOGISTIC
    assert chosen(of(GLASS_BOX, 0.9), of(LOGISTIC, 0.4)) == GLASS_BOX


@pytest.mark.parametrize(("share", "kind"), [(0.95, GLASS_BOX), (0.4, BOOSTED)])
def test_trees_are_taken_only_where_they_are_worth_it(share, kind):
    assert chosen(of(GLASS_BOX, share), of(LOGISTIC, 0.3), of(BOOSTED, 1.0)) == kind


def average(one: Tried, other: Tried) -> Tried:
    kinds = (*one.candidate.parts, *other.candidate.parts)
    return tried_with(Candidate(kinds), (one.log_odds + other.log_odds) / 2, OUTCOME, WEIGHT)


def test_an_average_is_taken_before_a_part_that_is_ahead_by_chance():
    noise = GENERATOR.normal(0.0, 0.3, ROWS)
    one = tried_with(Candidate((GLASS_BOX,)), TRUE + noise, OUTCOME, WEIGHT)
    other = tried_with(Candidate((LOGISTIC,)), TRUE - noise, OUTCOME, WEIGHT)
    ahead = min(one, other, key=lambda each: each.log_loss)
    # As far from the one that is ahead as chance may put it.
    level = Tried(average(one, other).candidate, ahead.log_loss + 1e-5, ahead.log_odds + 1e-4)
    assert chosen(one, other, level) == level.candidate.name
    far = of(LOGISTIC, 0.2)
    assert chosen(one, far, average(one, far)) == GLASS_BOX


def test_with_few_conversions_another_has_to_be_clearly_better_than_logistic_regression():
    plain, far = of(LOGISTIC, 0.9), of(GLASS_BOX, 1.0)
    # Better on these rows, by less than two standard errors.
    lucky = GENERATOR.normal(0.0, 0.3, ROWS) + 0.012 * np.where(OUTCOME, 1, -1)
    near = tried_with(Candidate((GLASS_BOX,)), plain.log_odds + lucky - lucky.mean(), OUTCOME, WEIGHT)
    near = Tried(near.candidate, min(near.log_loss, plain.log_loss - 1e-6), near.log_odds)
    assert chosen(near, plain, conversions=200) == LOGISTIC
    assert chosen(near, plain, conversions=500) == GLASS_BOX
    assert chosen(far, of(LOGISTIC, 0.2), conversions=200) == GLASS_BOX


def test_rows_count_by_weight():
    only = np.where(OUTCOME, 1.0, 0.0) + 1e-9
    sure = tried_with(Candidate((LOGISTIC,)), np.full(ROWS, 3.0), OUTCOME, only)
    unsure = tried_with(Candidate((GLASS_BOX,)), np.full(ROWS, 0.0), OUTCOME, only)
    assert best([unsure, sure], OUTCOME, only, conversions=10_000).candidate.name == LOGISTIC
