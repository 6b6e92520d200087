"""How far inputs have moved, and how much each term counts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tamis.predict.evaluation.drift import Change, drift_of_features, drift_of_outcome, stability_index
from tamis.predict.evaluation.importance import importances
from tamis.predict.feature import Feature, Kind
from tamis.predict.scorer import Term

NUMBER = Feature("visits", Kind.NUMBER, "events", "visit", "visits")
CATEGORY = Feature("country", Kind.CATEGORY, "property", "country", "country")
ROWS = 1000


def changes(then: dict[str, object], now: dict[str, object]) -> dict[str, Change]:
    found = drift_of_features((NUMBER, CATEGORY), pd.DataFrame(then), pd.DataFrame(now), np.ones(ROWS), np.ones(ROWS))
    return {each.name: each.change for each in found}


def countries(french: int, unknown: int = 0) -> pd.Series:
    return pd.Series(["FR"] * french + [None] * unknown + ["DE"] * (ROWS - french - unknown), dtype=object)


def test_the_index_by_hand() -> None:
    # (0.8 − 0.5) ln 1.6 + (0.2 − 0.5) ln 0.4
    assert stability_index(np.array([50.0, 50.0]), np.array([80.0, 20.0])) == pytest.approx(0.41589, abs=1e-5)


def test_what_stays_is_steady_and_what_moves_is_told_with_the_furthest_first() -> None:
    visits = np.arange(ROWS, dtype=np.float64)
    then = {"visits": visits, "country": countries(500)}
    assert changes(then, then) == {"country": Change.STEADY, "visits": Change.STEADY}
    moved = changes(then, {"visits": visits + 600, "country": countries(680)})
    assert list(moved.items()) == [("visits", Change.ANOTHER_WORLD), ("country", Change.MOVED)]


def test_no_longer_known_and_never_seen_before_are_changes_too() -> None:
    visits = np.arange(ROWS, dtype=np.float64)
    then = {"visits": visits, "country": countries(500)}
    unknown = np.where(visits % 2 == 0, np.nan, visits)
    now = {"visits": unknown, "country": countries(300).replace("DE", "BE")}
    assert set(changes(then, now).values()) == {Change.ANOTHER_WORLD}


def test_of_a_category_it_is_told_which_value_moved_most() -> None:
    tables = [pd.DataFrame({"country": each}) for each in (countries(500, 100), countries(480, 400))]
    (found,) = drift_of_features((CATEGORY,), *tables, np.ones(ROWS), np.ones(ROWS))
    assert (found.value, found.then, found.now) == ("", pytest.approx(0.1), pytest.approx(0.4))
    (found,) = drift_of_features((CATEGORY,), tables[0], tables[0].assign(country="BE"), np.ones(ROWS), np.ones(ROWS))
    assert (found.value, found.then, found.now) == ("BE", 0, 1)


def test_a_feature_that_nobody_knows_is_steady() -> None:
    nothing = {"visits": np.full(ROWS, np.nan), "country": pd.Series([None] * ROWS, dtype=object)}
    assert set(changes(nothing, nothing).values()) == {Change.STEADY}


def test_the_rate_of_conversions_drifts_too() -> None:
    assert drift_of_outcome(0.1, 0.11).change is Change.STEADY
    assert drift_of_outcome(0.1, 0.3).change is Change.ANOTHER_WORLD


def test_a_term_counts_as_far_as_it_tells_records_apart() -> None:
    terms = (Term(("same",)), Term(("visits",)), Term(("visits", "country")))
    contributions = np.array([[5.0, 1.0, 0.5], [5.0, -1.0, -0.5]])
    found = importances(terms, contributions, np.ones(2))
    assert [(each.name, each.mean) for each in found] == [("visits", 1.0), ("visits × country", 0.5), ("same", 0.0)]
    assert sum(each.share for each in found) == pytest.approx(1.0)
