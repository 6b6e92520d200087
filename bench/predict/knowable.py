"""How much of the simulated company's truth can be known at all, by somebody who is told far more than any model is.

The true probability of a contact knows its hidden episodes and how often they come. Nobody sees these; what is seen are
events, deals and traits. So a model is taught the true probabilities themselves instead of outcomes, half of which are
chance, and is given the true worth of every trait, the exact likelihood that each open deal is won, and figures made
for the way these events were drawn. What it still lacks on contacts that it was not taught is not in the data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import lightgbm
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bench.predict.working import measured
from tamis.demo import vocabulary as words
from tamis.demo.kinds import EVENT_TYPES
from tamis.demo.model import ConversionModel
from tamis.predict.evaluation.measures import Measures

Floats = NDArray[np.float64]

_FOLDS, _ROUNDS = 5, 800
_SETTINGS = {
    "objective": "cross_entropy", "learning_rate": 0.02, "num_leaves": 15, "min_data_in_leaf": 50,
    "feature_fraction": 0.3, "lambda_l2": 5.0, "verbose": -1, "num_threads": 2, "deterministic": True,
}  # fmt: skip
#: Days in which what somebody did counts for half an e-th less; episodes fade within 6 to 14, deals last up to 90.
_SPANS = (3, 10, 30, 90, 1000)
#: A deal is opened one to five days after the episode that it belongs to.
_UNTIL_DEAL = 3.0


@dataclass(frozen=True)
class Knowable:
    """Of contacts that were not taught: from what can be seen, and if also each contact's hidden rate were seen."""

    seen: Measures
    with_rate: Measures


def knowable(data: Path, as_of: str, seed: int) -> Knowable:
    """Of the contacts of a demo company that are open; `as_of` is its last instant, `seed` draws the folds."""
    model = ConversionModel()
    truth = pd.read_parquet(data / "truth" / "contacts.parquet")
    truth = truth[~truth["is_customer"]].reset_index(drop=True)
    figures = _figures(data, truth, pd.Timestamp(as_of), model)
    rate = truth["episodes_per_day"].to_numpy(np.float64)
    seen = _taught(truth, figures, model, np.full(len(truth), model.episodes_per_day), seed)
    with_rate = _taught(truth, figures.assign(rate=rate), model, rate, seed)
    outcome = truth["converts"].to_numpy(np.bool_)
    return Knowable(measured(outcome, seen), measured(outcome, with_rate))


def _taught(truth: pd.DataFrame, figures: pd.DataFrame, model: ConversionModel, rate: Floats, seed: int) -> Floats:
    """Probabilities of each fold from a model that was taught the others."""
    true = truth["probability"].to_numpy(np.float64)
    later = np.exp(-model.future_wins(rate, truth["fit"].to_numpy(np.float64)))
    start = np.where(truth["buys"], 1 - (1 - figures["deal_wins"].to_numpy(np.float64)) * later, 0.0).clip(1e-4, 0.999)
    start = np.log(start / (1 - start))
    said = np.zeros(len(truth))
    for learnt, held_out in _folds(len(truth), seed):
        taught = lightgbm.Dataset(figures.iloc[learnt], true[learnt], init_score=start[learnt])
        booster = lightgbm.train({**_SETTINGS, "seed": seed}, taught, _ROUNDS)
        odds = np.asarray(booster.predict(figures.iloc[held_out], raw_score=True)) + start[held_out]
        said[held_out] = 1 / (1 + np.exp(-odds))
    return said


def _folds(rows: int, seed: int) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    fold = np.random.default_rng(seed).permutation(rows) % _FOLDS
    return ((np.flatnonzero(fold != n), np.flatnonzero(fold == n)) for n in range(_FOLDS))


def _figures(data: Path, truth: pd.DataFrame, as_of: pd.Timestamp, model: ConversionModel) -> pd.DataFrame:
    """One row a contact of the truth, in its order."""
    ids = truth["contact_id"].astype(str)
    contacts = pd.read_parquet(data / "contacts.parquet").set_index("id").reindex(ids)
    since = pd.DataFrame({"age": _days(contacts["created_at"], as_of)})
    since["inbound"] = contacts["source"].astype(str).isin(model.inbound_sources)
    deals = _deals(data, truth.set_index(ids), as_of, model).reindex(ids).fillna({"deals": 0, "deal_wins": 0})
    found = pd.concat([_events(data, as_of).reindex(ids).fillna(0.0), deals, since], axis=1).reset_index(drop=True)
    return found.assign(fit=truth["fit"], buys=truth["buys"])


def _deals(data: Path, truth: pd.DataFrame, as_of: pd.Timestamp, model: ConversionModel) -> pd.DataFrame:
    """By contact: how many deals there were, and how likely one of the open ones is won within the horizon."""
    deals = pd.read_parquet(data / "deals.parquet")
    deals = deals[deals["contact_id"].isin(truth.index)]
    waiting = deals[~deals["is_closed"].astype(bool)]
    buying = np.full(len(waiting), 2)
    wins = model.win_probability(buying, truth["fit"].reindex(waiting["contact_id"]).to_numpy(np.float64))
    age = _days(waiting["created_at"], as_of).to_numpy(np.float64)
    lost = pd.Series(1 - model.pending_win(buying, age + _UNTIL_DEAL, wins), index=waiting["contact_id"].astype(str))
    by_contact = deals.groupby("contact_id").size().rename("deals").to_frame()
    by_contact["deal_wins"] = 1 - lost.groupby(level=0).prod()
    by_contact["deal_age"] = pd.Series(age, index=lost.index).groupby(level=0).min()
    return by_contact


def _days(instants: pd.Series, until: pd.Timestamp) -> pd.Series:
    return (until - pd.to_datetime(instants, utc=True)).dt.total_seconds() / 86_400


def _events(data: Path, as_of: pd.Timestamp) -> pd.DataFrame:
    """By contact: what it did, by type, page and form, near things counting for more, over several spans."""
    choices = {
        "type": [name for name in EVENT_TYPES if name != "email_delivered"],
        "page": words.PAGES,
        "form_name": words.FORMS,
    }
    of_kind = [(column, value) for column, values in choices.items() for value in values]
    sums = [
        f"sum(exp(-age / {days})) FILTER ({column} = '{value.replace(chr(39), chr(39) * 2)}') AS \"{value} {days}\""
        for days in _SPANS
        for column, value in of_kind
    ]
    looked = [f'sum(exp(-age / {days}) * ln(1 + seconds)) AS "looked {days}"' for days in _SPANS]
    by_themselves = "FILTER (type NOT LIKE 'email%')"
    edges = [f"min(age) {by_themselves} AS latest", f"max(age) {by_themselves} AS earliest"]
    query = f"""
        SELECT contact_id::VARCHAR AS contact_id, {", ".join([*sums, *looked, *edges])}
        FROM (
            SELECT *, epoch_us($as_of - occurred_at) / 86400e6 AS age
            FROM read_parquet($files)
            WHERE machine IS NOT true
        )
        GROUP BY 1
    """
    with duckdb.connect() as connection:
        files = str(data / "events" / "*.parquet")
        return connection.execute(query, {"as_of": as_of.to_pydatetime(), "files": files}).df().set_index("contact_id")
