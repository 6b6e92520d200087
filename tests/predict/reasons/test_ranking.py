"""The reasons of a likelihood: the strongest for and against, with the record's own values."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tamis.predict.feature import Feature, Kind
from tamis.predict.reasons import Reason, reasons_of
from tamis.predict.reasons.wording import sentence
from tamis.predict.scorer import Term

NAMES = [f"f{i}" for i in range(14)]
FEATURES = {name: Feature(name, Kind.NUMBER, "family", name, f"count of {name}") for name in NAMES}
FEATURES["place"] = Feature("place", Kind.CATEGORY, "family", "place", "place")


def reasons(contributions: list[float], terms: list[Term] | None = None) -> tuple[Reason, ...]:
    table = pd.DataFrame({name: [float(i)] for i, name in enumerate(NAMES)} | {"place": [None]})
    terms = terms or [Term((name,)) for name in NAMES[: len(contributions)]]
    [found] = reasons_of(table, np.array([contributions]), terms, FEATURES, {})
    return found


def test_five_for_and_five_against_the_strongest_first():
    found = reasons([1.0, 2, 3, 4, 5, 6, -1, -2, -3, -4, -5, -6])
    assert [each.contribution for each in found] == [6, 5, 4, 3, 2, -6, -5, -4, -3, -2]
    assert found[0].features[0].name == "f5"
    assert found[0].values == (5.0,)


def test_what_changes_nothing_is_no_reason():
    assert reasons([0.0, 0.0]) == ()


@pytest.mark.parametrize("unknown", [np.float32("nan"), np.nan])
def test_an_unknown_number_is_unknown_whatever_its_size(unknown):
    table = pd.DataFrame({"f0": np.array([unknown])})
    [[found]] = reasons_of(table, np.array([[1.0]]), [Term(("f0",))], FEATURES, {})
    assert found.values == (None,)
    assert sentence(found, 0.1) == "count of f0: not known"


def test_two_features_looked_at_together_show_both_values():
    [found] = reasons([1.5], [Term(("f3", "place"))])
    assert found.values == (3.0, None)
    assert found.rate is None
