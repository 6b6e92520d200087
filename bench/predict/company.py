"""The simulated company, whose true probabilities are known: how near `tamis train` and `tamis predict` come."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bench.companies import AS_OF, company_of
from bench.costs import Cost, cost_inside, cost_of_process
from bench.predict.knowable import Knowable, knowable
from bench.predict.working import measured
from tamis.predict.evaluation.measures import Measures

_GOAL = """\
key: close_90d
label: Likelihood to close in 90 days
object: contact
outcome: {property: lifecycle_stage, is: customer}
horizon: 90 days
"""
_TAMIS = str(Path(sys.executable).with_name("tamis"))


@dataclass(frozen=True)
class Company:
    """`said` are the likelihoods, `true` the probabilities that the company was made by, of the same open contacts and
    against the same outcomes; `apart` is the mean distance between both over ten bins of the former (0–1).
    `million` is what it costs to predict for a million contacts whose features are loaded; `knowable` how near to the
    truth anybody could come who sees what can be seen."""

    contacts: int
    said: Measures
    true: Measures
    apart: float
    training: Cost
    predicting: Cost
    million: Cost
    knowable: Knowable

    @property
    def worse(self) -> float:
        """How much more log loss than the truth, as a share of that."""
        return self.said.log_loss / self.true.log_loss - 1

    @property
    def worse_than_knowable(self) -> float:
        """How much more log loss than what can be known, as a share of that."""
        return self.said.log_loss / self.knowable.seen.log_loss - 1


def company(contacts: int, cache: Path, seed: int, say: Callable[[str], None]) -> Company:
    """Makes the company unless it is kept there, trains on all that was known, and compares with what came of it."""
    say(f"the simulated company of {contacts:,} contacts")
    data = company_of(cache, contacts).folder
    model, output, goal = cache / f"model-{contacts}", cache / f"likelihoods-{contacts}.parquet", cache / "goal.yaml"
    goal.write_text(_GOAL, encoding="utf-8")
    asked = ["--data", str(data), "--as-of", AS_OF, "--model", str(model), "--quiet"]
    learning = ["--goal", str(goal), "--seed", str(seed), "--replace", "--anyway"]
    training = cost_of_process([_TAMIS, "train", *asked, *learning])
    predicting = cost_of_process([_TAMIS, "predict", *asked, "--output", str(output)])
    million = cost_inside("bench.predict.million", str(data), str(model), AS_OF)
    truth = pd.read_parquet(data / "truth" / "contacts.parquet")
    say("how much of its truth can be known")
    known = knowable(data, AS_OF, seed)
    return compared(contacts, pd.read_parquet(output), truth, (training, predicting, million), known)


def compared(
    contacts: int, written: pd.DataFrame, truth: pd.DataFrame, costs: tuple[Cost, Cost, Cost], known: Knowable
) -> Company:
    """Of the contacts that were open; a likelihood is in percent, and None of whom there is none."""
    likelihood = pd.to_numeric(written["likelihood"]).to_numpy(np.float64) / 100
    said = pd.Series(likelihood, index=written["id"].astype(str))
    open_ones = truth[~truth["is_customer"]]
    told = said.reindex(open_ones["contact_id"].astype(str)).to_numpy()
    if np.isnan(told).any():
        raise RuntimeError(f"{int(np.isnan(told).sum())} open contacts have no likelihood")
    true = np.asarray(open_ones["probability"], np.float64)
    outcome = np.asarray(open_ones["converts"], np.bool_)
    return Company(contacts, measured(outcome, told), measured(outcome, true), _apart(told, true), *costs, known)


def _apart(told: NDArray[np.float64], true: NDArray[np.float64]) -> float:
    order = np.argsort(told, kind="stable")
    distances = [abs(told[part].mean() - true[part].mean()) for part in np.array_split(order, 10)]
    return float(np.mean(distances))
