"""Priority: quarters of the open records, ties together, in the order of likelihoods."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tamis.predict.priority import Priority, priorities

ORDER = [Priority.LOW, Priority.MEDIUM, Priority.HIGH, Priority.VERY_HIGH]


def of(*likelihoods: float, closed: tuple[int, ...] = ()) -> list[str]:
    is_open = np.ones(len(likelihoods), dtype=bool)
    is_open[list(closed)] = False
    return list(priorities(np.array(likelihoods), is_open))


def test_each_quarter_of_different_likelihoods_has_its_priority():
    assert of(0.1, 0.4, 0.3, 0.2) == ["low", "very high", "high", "medium"]
    assert of(*range(8)) == ["low"] * 2 + ["medium"] * 2 + ["high"] * 2 + ["very high"] * 2


def test_customers_are_closed_won_and_take_no_place():
    assert of(0.9, 0.1, 0.4, 0.3, 0.2, closed=(0,)) == ["closed won", "low", "very high", "high", "medium"]


def test_equal_likelihoods_stand_together_in_the_middle():
    assert of(0.5, 0.5, 0.5, 0.5) == ["high"] * 4
    assert of(0.9, 0.0, 0.0, 0.0) == ["very high", "medium", "medium", "medium"]


def test_nobody_open_and_nobody_known():
    assert of() == []
    assert of(0.5, closed=(0,)) == ["closed won"]
    assert of(float("nan"), 0.2, 0.3, 0.4)[0] == "low"


@given(st.lists(st.integers(0, 30), min_size=1, max_size=80))
def test_priority_never_falls_as_likelihood_rises_and_quarters_are_as_large_as_ties_let_them(percents):
    values = np.array(percents, dtype=float)
    found = priorities(values, np.ones(len(values), dtype=bool))
    ranks = np.array([ORDER.index(each) for each in found])
    by_value = np.argsort(values, kind="stable")
    assert (np.diff(ranks[by_value]) >= 0).all()
    largest_tie = max(percents.count(each) for each in percents)
    for quarter in range(4):
        # Between two borders, each at most half of its tie away from where a quarter ends.
        assert abs((ranks == quarter).sum() - len(values) / 4) <= largest_tie + 1


@given(st.lists(st.floats(0, 1), min_size=4, max_size=60, unique=True))
def test_quarters_of_different_likelihoods_differ_by_one_at_most(values):
    found = list(priorities(np.array(values), np.ones(len(values), dtype=bool)))
    sizes = [found.count(quarter) for quarter in ORDER]
    assert max(sizes) - min(sizes) <= 1
