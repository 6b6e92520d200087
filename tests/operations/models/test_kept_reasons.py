"""Reasons that were written for all records at once are those of each record."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from tamis.operations.models.kept_reasons import KeptReason, read_reasons, write_reasons
from tamis.predict.reasons import reasons_of, strongest_of
from tamis.predict.scorer import Scorer
from tests.predict.models import features, fitted, messy


def scorer_of(kind: str) -> Scorer:
    return fitted(kind).scorer()


def written(scorer: Scorer, table: pd.DataFrame) -> list[str]:
    texts: list[str] = write_reasons(strongest_of(scorer, table, {}, {})).to_pylist()
    return texts


@pytest.mark.parametrize("kind", ["glass box", "logistic", "boosted"])
def test_they_are_the_reasons_of_each_record(kind: str) -> None:
    table, scorer = messy(300, seed=7)[0], scorer_of(kind)
    named = {feature.name: feature for feature in features()}
    one_by_one = reasons_of(table, scorer.contributions(table), scorer.terms, named, {})
    at_once = [read_reasons(text) for text in written(scorer, table)]
    assert len(at_once) == 300
    for kept, reasons in zip(at_once, one_by_one, strict=True):
        assert [each.features for each in kept] == [tuple(f.name for f in each.features) for each in reasons]
        for told, reason in zip(kept, reasons, strict=True):
            assert told.contribution == pytest.approx(reason.contribution, abs=6e-5)
            for value, wanted in zip(told.values, reason.values, strict=True):
                assert value == (pytest.approx(wanted, abs=6e-5) if isinstance(wanted, float) else wanted)


def test_a_record_that_nothing_speaks_of_has_none() -> None:
    table, scorer = messy(40)[0], scorer_of("logistic")
    assert written(scorer, table.iloc[:0]) == []
    assert read_reasons(None) == read_reasons("[]") == ()


def test_numbers_are_those_of_json() -> None:
    table, scorer = messy(40)[0], scorer_of("glass box")
    table["days" * 2_500] = np.resize([np.inf, -np.inf, np.nan, 1e300, -0.0, 1e-9, 0.1 + 0.2, 12.0], 40)
    texts = written(scorer, table)
    assert [json.loads(text) for text in texts] == [[list(flat(each)) for each in read_reasons(text)] for text in texts]
    values = {each.values[0] for text in texts for each in read_reasons(text) if each.features == ("days" * 2_500,)}
    assert values <= {None, 1e300, 0, 0.3, 12}
    assert "-0" not in {repr(value) for value in values}


def test_the_columns_may_stand_in_any_order() -> None:
    table, scorer = messy(40)[0], scorer_of("glass box")
    turned: pd.DataFrame = table[list(reversed(table.columns))]
    assert written(scorer, turned) == written(scorer, table)


def flat(reason: KeptReason) -> list[object]:
    pairs = zip(reason.features, reason.values, strict=True)
    return [reason.contribution, *(part for pair in pairs for part in pair)]
