"""Where there is too little for a model: rates of groups, drawn towards the rate of all, each record counted once."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tamis.predict.feature import Examples, Feature, Kind
from tamis.predict.training.rates import rates_of_groups

FEATURES = (
    Feature("size", Kind.NUMBER, "company", "size", "employees of the company"),
    Feature("opened 30d", Kind.NUMBER, "e-mails", "opened", "e-mails opened in the last 30 days", "events"),
    Feature("source", Kind.CATEGORY, "properties", "source", "source"),
    Feature("same", Kind.CATEGORY, "properties", "same", "same"),
)


def examples(outcome: list[bool], *, landmarks: int = 1) -> Examples:
    """Sixty records: twenty of each source, of ten sizes; and what became of each at its last landmark."""
    record = np.tile(np.arange(60), landmarks)
    landmark = np.repeat(np.arange(landmarks), 60)
    table = pd.DataFrame(
        {
            "size": (record % 10).astype(np.float64),
            "opened 30d": (record % 2).astype(np.float64),
            "source": pd.Series(np.array(["ads", "fair", None], dtype=object)[record // 20], dtype=object),
            "same": "x",
        }
    )
    is_reached = np.tile(outcome, landmarks) & (landmark == landmarks - 1)
    return Examples(FEATURES, table, record, landmark, is_reached, np.ones(len(record)))


#: Twelve of the twenty of the first source, two of the second, none of whom nothing is known.
REACHED = [True] * 12 + [False] * 8 + [True] * 2 + [False] * 38


def test_the_groups_that_differ_most_come_first_and_the_best_of_them():
    source, size = rates_of_groups(examples(REACHED))
    assert (source.feature, size.feature) == ("source", "size")
    assert [(each.label, each.reached, each.rows) for each in source.groups] == [
        ("ads", 12, 20),
        ("fair", 2, 20),
        (None, 0, 20),
    ]
    assert size.groups[0].begins is None
    assert sum(each.rows for each in size.groups) == 60


def test_rates_are_drawn_towards_that_of_all_and_lie_in_their_interval():
    source, _ = rates_of_groups(examples(REACHED))
    overall = 14.5 / 61
    for each in source.groups:
        plain = each.reached / each.rows
        assert min(plain, overall) < each.rate < max(plain, overall)
        assert 0 < each.low < each.rate < each.high < 1


def test_no_group_is_known_better_than_all_are():
    """Sizes tell nothing, so each is taken for as good as all: what sixty records tell of a quarter has a width."""
    alike = [number % 4 == 0 for number in range(60)]
    found = {each.feature: each for each in rates_of_groups(examples(alike))}
    assert all(each.high - each.low > 0.15 for each in found["source"].groups)


def test_a_record_counts_once_however_often_it_was_looked_at():
    once, often = (rates_of_groups(examples(REACHED, landmarks=each)) for each in (1, 4))
    assert once == often


@pytest.mark.parametrize("outcome", [[True] * 60, [False] * 60])
def test_where_all_fared_alike_groups_tell_nothing(outcome):
    assert rates_of_groups(examples(outcome)) == ()


def test_no_examples_no_rates():
    assert rates_of_groups(examples(REACHED).rows(np.zeros(60, dtype=np.bool_))) == ()
