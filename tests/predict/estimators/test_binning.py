"""Into which bins numbers fall, and which columns tell most."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from tamis.predict.additive.edges import equal_count_edges
from tamis.predict.estimators.strength import number_bins, strongest
from tamis.predict.estimators.training import checked_training, stratified_folds


def test_each_of_few_values_has_a_step_of_its_own():
    assert equal_count_edges(np.array([0.0, 2.0, np.nan, 0.0, 7.0]), 10).tolist() == [1.0, 4.5]
    assert equal_count_edges(np.array([3.0, 3.0]), 10).tolist() == []
    assert equal_count_edges(np.array([np.nan]), 10).tolist() == []


def test_steps_of_many_values_have_as_many_rows():
    values = np.random.default_rng(0).exponential(size=1_000)
    counts = np.bincount(np.searchsorted(equal_count_edges(values, 10), values, side="right"))
    assert len(counts) == 10
    assert counts.min() >= 95


def test_what_most_rows_share_leaves_steps_to_the_others():
    values = np.concatenate([np.zeros(900), np.arange(1.0, 101.0)])
    edges = equal_count_edges(values, 5)
    assert len(edges) == 4
    assert edges[0] == 0.5


@given(st.lists(st.floats(-1e300, 1e300), max_size=30), st.integers(1, 8))
@settings(max_examples=50, deadline=None)
def test_edges_rise_and_part_values(values, steps):
    edges = equal_count_edges(np.array(values, np.float64), steps)
    assert len(edges) < steps
    assert (np.diff(edges) > 0).all()
    if values and len(edges):
        assert min(values) < edges[0]
        assert edges[-1] <= max(values)


def test_the_strongest_columns_are_those_that_tell_most():
    generator = np.random.default_rng(2)
    outcome = generator.random(500) < 0.5
    noise = [generator.normal(size=500) for _ in range(4)]
    told = [noise[0], noise[1] + outcome, noise[2], noise[3] + 2 * outcome]
    training = checked_training(pd.DataFrame({"x": noise[0]}), outcome, None, None)
    assert strongest([number_bins(values) for values in told], training, 2) == [1, 3]


def test_rows_of_one_record_are_held_out_together_and_outcomes_evenly():
    record = np.repeat(np.arange(60), 5)
    outcome = record % 6 == 0
    training = checked_training(pd.DataFrame({"x": record}), outcome, None, record)
    fold = stratified_folds(training, 5, np.random.default_rng(0))
    assert all(len(set(fold[record == number])) == 1 for number in range(60))
    assert [int(outcome[fold == number].sum()) for number in range(5)] == [10] * 5
