"""A training from beginning to end: what it learns, leaves out, refuses, and says of itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tamis.predict.card.json_form import from_json, to_json
from tamis.predict.card.model_card import GoalOnCard
from tamis.predict.evaluation.suspect import Suspect
from tamis.predict.evaluation.verdict import Level
from tamis.predict.feature import Examples, Feature, Kind
from tamis.predict.training.asked import Asked
from tamis.predict.training.candidates import BOOSTED, LOGISTIC, Candidate
from tamis.predict.training.walk import Trained, train

MONTH = 30 * 24 * 3_600_000_000
LAST = 40 * MONTH
NAMES = ("demos", "noise", "country", "signed_by")
GOAL = GoalOnCard("close", "Close", "contact", MONTH)
PLAIN = (Candidate((LOGISTIC,)),)


def examples(records: int = 400, landmarks: int = 8, *, converts: bool = True, seed: int = 3) -> Examples:
    """Whoever asks for demos, or is French, converts more often; `signed_by` is filled in for those who did."""
    generator = np.random.default_rng(seed)
    rows = records * landmarks
    demos = generator.poisson(1.0, rows).astype(float)
    country = generator.choice(["France", "Spain"], rows).astype(object)
    chance = 1 / (1 + np.exp(3 - 1.2 * demos - 0.8 * (country == "France")))
    outcome = (generator.random(rows) < chance) & converts
    table = pd.DataFrame(
        {
            "demos": demos,
            "noise": generator.normal(size=rows),
            "country": country,
            "signed_by": np.where(outcome & (generator.random(rows) < 0.9), "Ada", None),
        }
    )
    kinds = (Kind.NUMBER, Kind.NUMBER, Kind.CATEGORY, Kind.CATEGORY)
    features = tuple(Feature(n, kind, "property", n, n) for n, kind in zip(NAMES, kinds, strict=True))
    landmark = np.repeat(np.arange(landmarks), records) * MONTH
    return Examples(features, table, np.tile(np.arange(records), landmarks), landmark, outcome, np.ones(rows))


def asked(**more: object) -> Asked:
    suspects = [Suspect(name, name, has_history=name == "demos") for name in NAMES]
    plain = Asked(GOAL, LAST, MONTH, open_now=50, period=MONTH, suspects=suspects, candidates=PLAIN)
    return replace(plain, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def data() -> Examples:
    return examples()


@pytest.fixture(scope="module")
def trained(data: Examples) -> Trained:
    return train(data, asked())


def test_what_knows_the_outcome_is_left_out_and_said(trained):
    assert [(leak.finding.name, leak.is_left_out) for leak in trained.card.leaks] == [("signed_by", True)]
    assert {feature.name for feature in trained.model.features} == {"demos", "noise", "country"}


def test_what_a_person_wants_kept_is_kept_and_the_verdict_says_so(data):
    kept = train(data, asked(kept=frozenset({"signed_by"})))
    assert "signed_by" in {feature.name for feature in kept.model.features}
    assert "leaks_kept" in {reason.said.code for reason in kept.card.verdict.reasons}


def test_what_drives_the_outcome_is_most_important_and_noise_is_worth_nothing(trained):
    shares = {each.name: each.share for each in trained.card.importances}
    assert max(shares, key=shares.__getitem__) == "demos"
    assert shares["country"] > 2 * shares["noise"]


def test_the_newest_examples_judge_and_a_horizon_lies_between(trained, data):
    held = trained.card.held_out
    assert held.first == np.unique(data.landmark)[-2]
    assert held.gap >= MONTH
    assert trained.card.verdict.level in (Level.READY, Level.WITH_CARE)
    assert held.measures.auc > 0.7
    assert held.rate_low < held.measures.mean_predicted < held.rate_high


def test_contributions_add_up_to_the_log_odds(trained, data):
    model = trained.model.calibrated
    whole = model.contributions(data.table).sum(axis=1) + model.intercept
    assert whole == pytest.approx(model.log_odds(data.table), abs=1e-9)


def test_the_same_examples_and_seed_give_the_same_model_on_any_number_of_threads(trained, data):
    again = train(data, asked(threads=2)).model
    assert (again.calibrated.log_odds(data.table) == trained.model.calibrated.log_odds(data.table)).all()


def test_too_few_conversions_give_a_card_that_says_how_many_are_missing_and_no_model():
    few = examples(records=60, landmarks=2)
    found = train(few, asked())
    assert found.model is None
    assert found.card.verdict.level is Level.NOT_READY
    assert found.card.held_out is None
    assert found.card.readiness.needs[0].have == len(np.unique(few.record[few.outcome]))


def test_nobody_converted():
    found = train(examples(records=50, landmarks=2, converts=False), asked())
    assert found.model is None
    assert found.card.verdict.level is Level.NOT_READY


def test_an_outcome_drawn_by_chance_is_not_ready(data):
    drawn = np.random.default_rng(1).permutation(data.outcome)
    table = data.table[["demos", "noise", "country"]]
    by_chance = Examples(data.features[:3], table, data.record, data.landmark, drawn, data.weight)
    assert train(by_chance, asked(suspects=())).card.verdict.level is Level.NOT_READY


def test_the_card_is_the_same_after_it_was_written_and_read(trained):
    assert from_json(to_json(trained.card)) == trained.card


def test_what_was_tried_is_told_with_the_margin(data):
    steps: list[str] = []
    both = (*PLAIN, Candidate((BOOSTED,)))
    found = train(data, asked(candidates=both), on_step=steps.append)
    assert [each.name for each in found.card.choice.candidates] == [LOGISTIC, BOOSTED]
    assert [each.is_chosen for each in found.card.choice.candidates].count(True) == 1
    assert found.card.choice.margin is not None
    assert steps[0] == "Trying a binned logistic regression"
