"""A small table as messy as customers' own, and models of each kind that learnt from it (once a process)."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from tamis.predict.estimators import BinnedLogistic, Boosted, GlassBox, NaiveBayes, ShrunkenRates
from tamis.predict.estimators.base import Likelihood
from tamis.predict.feature import Feature, Kind

MARKUP = "<b onclick=\"x\">[pages](y) 'seen' {0} %s</b>"
LONG = "days" * 2_500
STAGES = ["lead", "<i>lead</i>", "mql 'x'", 'customer,\n"y"', "s" * 10_000]
KINDS = ("glass box", "logistic", "boosted", "naive", "rates")


def messy(rows: int, seed: int = 0) -> tuple[pd.DataFrame, np.ndarray]:
    """Features with names of every sort, and who reached the goal."""
    generator = np.random.default_rng(seed)
    pages, days = generator.poisson(1.0, rows).astype(float), generator.exponential(30.0, rows)
    days[generator.random(rows) < 0.3] = np.nan
    stage = np.array(STAGES, dtype=object)[generator.integers(0, len(STAGES), rows)]
    stage[generator.random(rows) < 0.1] = None
    stage[:5] = [f"person{number}@example.com" for number in range(5)]
    odds = 0.8 * np.minimum(pages, 4) - 0.02 * np.nan_to_num(days, nan=80.0) + 1.2 * (stage == STAGES[1]) - 1.0
    table = pd.DataFrame(
        {
            MARKUP: pages,
            LONG: days,
            "stage": pd.Series(stage, dtype=object),
            "pages again": pages,
            "constant": 1.0,
            "unknown": np.nan,
            "is_free": pages > 1,
        }
    )
    return table, generator.random(rows) < 1 / (1 + np.exp(-odds))


def features() -> tuple[Feature, ...]:
    table, _ = messy(10)
    return tuple(Feature(name, Kind.CATEGORY if name == "stage" else Kind.NUMBER, "f", "s", "m") for name in table)


def estimator(kind: str, threads: int = 1) -> Likelihood:
    """One that learns quickly."""
    if kind == "glass box":
        return GlassBox(bags=2, interactions=2, rounds=40, smoothing=5, patience=5, learning_rate=0.1, threads=threads)
    if kind == "boosted":
        return Boosted(rounds=20, learning_rate=0.3, leaves=7, threads=threads)
    if kind == "logistic":
        return BinnedLogistic(threads=threads)
    return NaiveBayes() if kind == "naive" else ShrunkenRates()


@cache
def fitted(kind: str) -> Likelihood:
    return estimator(kind).fit(*messy(600))
