"""Facts beside reasons: plain shares of examples with a like value, never of a handful."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tamis.predict.feature import Examples, Feature, Kind
from tamis.predict.reasons import facts_of
from tamis.predict.reasons.facts import FEWEST, Facts


def facts(values: list, outcome: list, kind: Kind = Kind.NUMBER, weight: list | None = None) -> Facts:
    feature = Feature("f", kind, "family", "source", "meaning")
    dtype = np.float64 if kind is Kind.NUMBER else object
    rows = len(values)
    examples = Examples(
        (feature,),
        pd.DataFrame({"f": pd.Series(values, dtype=dtype)}),
        np.arange(rows),
        np.zeros(rows, dtype=np.int64),
        np.array(outcome, dtype=bool),
        np.array(weight if weight else np.ones(rows), dtype=np.float64),
    )
    return facts_of(examples)["f"]


def rate(of: Facts, value: float | str | None):
    dtype = np.float64 if of.edges is not None else object
    [place] = of.bins(pd.Series([value], dtype=dtype))
    return of.rate(int(place))


def test_none_is_apart_from_some():
    counted = facts([0.0] * 100 + [1.0] * 50, [False] * 100 + [True, False] * 25)
    assert rate(counted, 0).share == 0
    some = rate(counted, 1)
    assert (some.share, some.rows, some.low, some.high) == (0.5, 50, 1.0, None)


def test_a_bin_tells_of_the_numbers_in_it_and_no_others():
    values = list(np.arange(1000.0))
    counted = facts(values, [value >= 500 for value in values])
    for asked in (0.0, 123.0, 999.0):
        found = rate(counted, asked)
        inside = [v for v in values if (found.low is None or v >= found.low) and (found.high is None or v < found.high)]
        assert asked in inside
        assert len(inside) == found.rows
        assert found.share == np.mean([value >= 500 for value in inside])


def test_unknown_values_have_a_rate_of_their_own():
    counted = facts([None] * 40 + [5.0] * 60, [True] * 40 + [False] * 60)
    assert rate(counted, None).share == 1
    assert (rate(counted, None).low, rate(counted, None).high) == (None, None)


def test_categories():
    counted = facts(["a"] * 30 + ["b"] * 30 + [None] * 30, [True] * 30 + [False] * 60, Kind.CATEGORY)
    assert (rate(counted, "a").share, rate(counted, "b").share, rate(counted, None).share) == (1, 0, 0)


@pytest.mark.parametrize("value", ["rare", "never seen"])
def test_nothing_is_told_of_a_handful(value):
    counted = facts(["rare"] * (FEWEST - 1) + ["a"] * 30, [True] * (FEWEST + 29), Kind.CATEGORY)
    assert rate(counted, value) is None


def test_rows_count_for_those_they_stand_for():
    counted = facts([1.0] * 50, [True] * 10 + [False] * 40, weight=[1.0] * 10 + [9.0] * 40)
    assert rate(counted, 1).share == pytest.approx(10 / 370)


def test_a_feature_that_is_never_known():
    counted = facts([None] * 30, [False] * 30)
    assert rate(counted, None).share == 0
    assert rate(counted, 3.0) is None
