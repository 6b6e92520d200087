"""Drift since training is told from the counts that a model keeps."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tamis.predict.evaluation.drift import Change
from tamis.predict.evaluation.drift_since import drift_since_training
from tamis.predict.feature import Examples, Feature, Kind
from tamis.predict.reasons import Facts, facts_of

PAGES = Feature("pages", Kind.NUMBER, "f", "s", "pages")
COUNTRY = Feature("country", Kind.CATEGORY, "f", "s", "country")


def table(rows: int, seed: int, *, more: float = 0.0, spain: float = 0.2, unknown: float = 0.1) -> pd.DataFrame:
    generator = np.random.default_rng(seed)
    pages = generator.normal(10 + more, 3, rows)
    pages[generator.random(rows) < unknown] = np.nan
    country = np.where(generator.random(rows) < spain, "Spain", "France").astype(object)
    return pd.DataFrame({"pages": pages, "country": pd.Series(country, dtype=object)})


def facts() -> dict[str, Facts]:
    learnt = table(4_000, seed=1)
    nothing = np.zeros(4_000, dtype=np.int64)
    outcome, weight = np.arange(4_000) % 5 == 0, np.ones(4_000)
    return dict(facts_of(Examples((PAGES, COUNTRY), learnt, nothing, nothing, outcome, weight)))


@pytest.mark.parametrize("rows", [60, 600, 4_000])
def test_records_like_those_learnt_from_have_not_drifted(rows: int) -> None:
    for drift in drift_since_training((PAGES, COUNTRY), facts(), table(rows, seed=2)):
        assert drift.change is Change.STEADY, drift


def test_what_moved_furthest_comes_first_and_says_where() -> None:
    more, others = drift_since_training((COUNTRY, PAGES), facts(), table(1_000, seed=3, more=6.0))
    assert (more.name, more.change) == ("pages", Change.ANOTHER_WORLD)
    assert more.value is not None
    assert more.value.startswith("≥ ")
    assert more.now > 3 * more.then
    assert others.change is Change.STEADY


def test_a_category_and_what_is_no_longer_known() -> None:
    found = {
        each.name: each
        for each in drift_since_training((PAGES, COUNTRY), facts(), table(900, 4, spain=0.7, unknown=0.8))
    }
    assert found["country"].value in ("Spain", "France")
    assert (found["pages"].value, round(found["pages"].now, 1)) == ("", 0.8)


@pytest.mark.parametrize("rows", [0, 12, 49])
def test_nothing_is_said_of_few_records(rows: int) -> None:
    assert drift_since_training((PAGES, COUNTRY), facts(), table(rows, 5)) == ()
