"""Trees that LightGBM could not survive are refused before it sees them; what others say of rows is what it says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.predict.models import fitted, messy

from tamis.errors import DataError
from tamis.predict.additive import BoostedModel, Trees, tree_shap
from tamis.predict.additive.boosted import tree_values
from tamis.predict.additive.tree_shap import TreeShap
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


def values(rows: int, seed: int) -> np.ndarray:
    """What the trees are asked for of messy rows."""
    table = messy(rows, seed)[0]
    axes = fitted("boosted").scorer_.axes
    return tree_values(axes, {axis.feature: table[axis.feature] for axis in axes})


def test_what_is_told_of_many_rows_at_once_is_what_the_library_tells_of_each():
    own = fitted("boosted").scorer_
    shap = TreeShap(own.axes, own.trees, own._explained_by)
    for seed in (1, 2):
        asked = values(700, seed)
        assert np.isnan(asked).any(axis=0).sum() >= 2
        theirs = own._booster.predict(asked, pred_contrib=True)[:, :-1]
        np.testing.assert_allclose(shap.contributions(asked), theirs, atol=1e-12)


def test_what_is_remembered_is_let_go_where_it_is_much(monkeypatch):
    own, asked = fitted("boosted").scorer_, values(600, 3)
    shap = TreeShap(own.axes, own.trees, own._explained_by)
    wanted = shap.contributions(asked)
    monkeypatch.setattr(tree_shap, "_MOST_WAYS", 1)
    for rows in (slice(400, 600), slice(0, 400)):
        np.testing.assert_allclose(shap.contributions(asked[rows]), wanted[rows], atol=1e-12)


def test_trees_of_another_sort_are_explained_by_the_library():
    own = fitted("boosted").scorer_
    number = int(np.flatnonzero(own.trees.decision & 1 == 0)[0])
    # Whatever is 0 goes where the unknown goes.
    foreign = changed("decision", number, 1 << 2)
    assert TreeShap.is_for(own.axes, own.trees)
    assert not TreeShap.is_for(own.axes, foreign)
    table = messy(300, 4)[0]
    model = BoostedModel(own.axes, foreign)
    parts = model.contributions(table)
    np.testing.assert_allclose(parts.sum(axis=1) + model.intercept, model.log_odds(table), atol=1e-9)
