"""On the demo company, whose true probabilities are known: what a training has to find, and what has to ruin it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from tamis.definitions.goal import read_goal
from tamis.demo import generate
from tamis.operations.predict.asking import ask
from tamis.operations.predict.folders import LearningFolder, learning_folder
from tamis.operations.predict.training import Learning, Learnt, Prepared, learnt_from, prepare
from tamis.operations.predict.writing import as_table
from tamis.predict.calibration import probability
from tamis.predict.estimators import BinnedLogistic
from tamis.predict.evaluation.measures import measure
from tamis.predict.evaluation.splits import Rows, newest
from tamis.predict.feature import Examples
from tamis.progress import NullProgress

AS_OF = datetime(2026, 9, 1, tzinfo=UTC)
INSTANT = int(AS_OF.timestamp()) * 1_000_000
CONTACTS = 1_800
GOAL = "key: close_90d\noutcome: {property: lifecycle_stage, is: customer}\nhorizon: 90 days\n"
# A contract is signed by those who bought; lucky numbers tell nothing of anybody.
LEAK, NOTHING = "contract_number", [f"lucky_{number}" for number in range(5)]
# By which the company decides who buys, and what tells of how active somebody is.
DRIVERS = (
    "seniority",
    "department",
    "industry",
    "employees",
    "country",
    "source",
    "activity",
    "lifecycle_stage",
    "90d",
)


@dataclass
class Company:
    """The company with a training on it."""

    folder: Path
    learning: LearningFolder
    prepared: Prepared
    learnt: Learnt


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    folder: Path = tmp_path_factory.mktemp("simulated") / "crm"
    folder.mkdir()
    generate(folder, contacts=CONTACTS, events=CONTACTS * 30, seed=4, as_of=AS_OF, progress=NullProgress())
    plant(folder)
    with learning_folder(folder, read_goal(("goal.yaml", GOAL)), NullProgress()) as learning:
        asked = Learning(learning.goal, GOAL, INSTANT, kinds=("binned_logistic",))
        prepared = prepare(learning.asking(), asked, NullProgress())
        yield Company(folder, learning, prepared, learnt_from(prepared, lambda step: None))


def plant(folder: Path) -> None:
    """Adds a property that is filled in because somebody bought, and some that were drawn by chance."""
    draw = np.random.default_rng(8)
    people = pd.read_parquet(folder / "contacts.parquet")
    is_customer = people["lifecycle_stage"] == "customer"
    people[LEAK] = np.where(is_customer & (draw.random(len(people)) < 0.95), "C-1", None)
    for name in NOTHING:
        people[name] = draw.integers(0, 10, len(people)).astype(float)
    people.to_parquet(folder / "contacts.parquet")


def test_likelihoods_are_near_the_true_probabilities(company: Company) -> None:
    """Not only near what came of it: the mean distance over ten groups is below 0.02."""
    written, true = asked_about(company)
    said = written["likelihood"].to_numpy(np.float64) / 100
    groups = np.array_split(np.argsort(said, kind="stable"), 10)
    assert np.mean([abs(said[group].mean() - true[group].mean()) for group in groups]) < 0.02
    assert true[groups[-1]].mean() > 3 * true.mean()


def test_intervals_hold_the_true_probabilities_and_the_likelihood_lies_within(company: Company) -> None:
    """Of nine tenths of all open contacts by likelihood, less two that may be missed by chance."""
    written, true = asked_about(company)
    low, said, high = (written[name].to_numpy(np.float64) / 100 for name in ("low", "likelihood", "high"))
    assert ((low < said) | (said == 0.001)).all()
    assert ((high > said) | (said == 0.999)).all()
    groups = np.array_split(np.argsort(said, kind="stable"), 10)
    held = [low[group].mean() <= true[group].mean() <= high[group].mean() for group in groups]
    # Of ten that each hold nine times of ten, seven are too few once in 14 companies, six once in 78.
    assert sum(held) >= 7
    assert np.median(high / said) < 3


def asked_about(company: Company) -> tuple[pd.DataFrame, NDArray[np.float64]]:
    """What the model says of each contact that has not bought yet, and how probable it truly is (0 to 1)."""
    kept = company.learnt.kept
    assert kept is not None
    answers = ask(company.learning.asking(), company.learning.goal, kept, INSTANT, (), NullProgress())
    written = as_table(answers).to_pandas().set_index("id")
    truth = pd.read_parquet(company.folder / "truth" / "contacts.parquet").set_index("contact_id")
    open_ones = truth[~truth["is_customer"]]
    return written.loc[open_ones.index], open_ones["probability"].to_numpy(np.float64)


def test_a_planted_leak_is_caught_and_left_out(company: Company) -> None:
    leaks = {leak.finding.name: leak for leak in company.learnt.card.leaks}
    assert leaks[LEAK].is_left_out
    assert not leaks.keys() & set(NOTHING)
    assert company.learnt.kept is not None
    assert not any(LEAK in feature.name for feature in company.learnt.kept.model.features)


def test_what_was_drawn_by_chance_weighs_next_to_nothing_and_true_drivers_weigh_most(company: Company) -> None:
    shares = {feature: each.share for each in company.learnt.card.importances for feature in each.features}
    leading = sorted(shares, key=lambda feature: -shares[feature])[:10]
    assert sum(any(driver in feature for driver in DRIVERS) for feature in leading) >= 6
    # A single one may look like something among 300 conversions; all of them do not.
    chance = [shares.get(f"property:{name}", 0.0) for name in NOTHING]

    assert np.mean(chance) < shares[leading[0]] / 3


def test_features_of_another_time_ruin_it(company: Company) -> None:
    """So it is what had happened by the landmark that tells, and nothing that stays with the row."""
    examples = company.prepared.examples
    draw = np.random.default_rng(2)
    places = np.arange(len(examples))
    # Each landmark gets what was known of somebody else at another one.
    assert auc(examples, places) > 0.65
    assert auc(examples, draw.permutation(places)) < 0.57


def auc(examples: Examples, places: NDArray[np.int64]) -> float:
    """Of a model that learnt from older examples with the features at these places, on newer ones."""
    rows = Rows(examples.record, examples.landmark, examples.outcome)
    split = newest(rows, horizon=90 * 86_400_000_000, seed=0)
    table = examples.table.drop(columns=[name for name in examples.table if LEAK in name])
    table = table.iloc[places].reset_index(drop=True)
    learnt = BinnedLogistic(strength=100.0).fit(table.iloc[split.train], examples.outcome[split.train])
    said = learnt.decision_function(table.iloc[split.test])
    found = measure(examples.outcome[split.test], probability(said), examples.weight[split.test]).auc
    assert found is not None
    return found
