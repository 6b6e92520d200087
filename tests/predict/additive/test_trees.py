"""Trees that LightGBM could not survive are refused before it sees them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.predict.models import fitted

from tamis.errors import DataError
from tamis.predict.additive import BoostedModel, Trees
from tamis.predict.estimators import Boosted


def trees() -> Trees:
    return fitted("boosted").scorer_.trees


def changed(name: str, place: int, value: float) -> Trees:
    values = getattr(trees(), name).copy()
    values[place] = value
    return replace(trees(), **{name: values})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("left", 10_000),
        ("left", -10_000),
        ("right", 0),
        ("feature", -1),
        ("threshold", np.nan),
        ("value", np.inf),
        ("leaf_rows", 0),
        ("node_rows", -5),
        ("decision", 64),
        ("leaves", 3_000_000),
        ("leaves", 0),
        ("sets", 7),
        ("sets", -1),
        ("set_sizes", 0),
        ("set_words", -1),
        ("set_words", 1 << 40),
    ],
)
def test_a_part_that_is_wrong_is_refused(name, value):
    with pytest.raises(DataError):
        changed(name, 0, value)


def test_a_branch_that_comes_back_is_refused():
    own = trees()
    left, right = own.left.copy(), own.right.copy()
    inner = int(np.flatnonzero(right[: own.leaves[0] - 1] > 0)[0])
    # Still every node once, but one of them hangs under itself.
    right[inner], left[inner] = left[inner], inner
    with pytest.raises(DataError, match="branches"):
        replace(own, left=left, right=right)


def test_trees_that_look_at_a_feature_that_is_not_there_are_refused():
    own = fitted("boosted").scorer_
    with pytest.raises(DataError, match="features that are not there"):
        BoostedModel(own.axes[:1], own.trees)


def test_categories_and_numbers_are_both_split_by():
    assert trees().sets.sum() > 0
    assert (trees().decision % 2 == 0).any()


def test_the_unknown_may_go_a_way_of_their_own():
    generator = np.random.default_rng(3)
    known = generator.random(200) < 0.5
    table = pd.DataFrame({"seats": np.where(known, generator.random(200), np.nan)})
    boosted = Boosted(rounds=50).fit(table, np.where(generator.random(200) < 0.1, ~known, known))
    raw = boosted.library_.predict(table.to_numpy(), raw_score=True)
    np.testing.assert_allclose(boosted.decision_function(table), raw, rtol=0, atol=1e-9)
