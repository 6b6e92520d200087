"""Properties that know the outcome are found with their evidence; honest ones are left in peace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tamis.predict.evaluation.leakage import Finding, Severity, leaks, left_out
from tamis.predict.evaluation.leakage_words import telling
from tamis.predict.evaluation.suspect import UNKNOWN, Seen, Suspect

ROWS = 2000
_DRAWS = np.random.default_rng(11)
STRENGTH = _DRAWS.normal(size=(ROWS, 2))
OUTCOME = _DRAWS.random(ROWS) < 1 / (1 + np.exp(-(STRENGTH.sum(axis=1) - 1)))
CHANCE = _DRAWS.random(ROWS)


def found(columns: Mapping[str, Any], **more: Any) -> dict[str, Finding]:
    """Findings by property, beside two honest ones, of columns without history."""
    table = pd.DataFrame({"visits": STRENGTH[:, 0], "seniority": STRENGTH[:, 1], **columns})
    history = more.pop("history", ("visits",))
    set_at = more.pop("set_at", {})
    suspects = [Suspect(name, name, name in history, set_at.get(name)) for name in table]
    seen = Seen(OUTCOME, np.ones(ROWS), np.zeros(ROWS, np.int64), **more)
    return {each.name: each for each in leaks(table, suspects, seen)}


def codes(finding: Finding) -> list[str]:
    return [sign.code for sign in finding.signs]


def texts(known: Any) -> Any:
    return pd.Series(np.where(known, "yes", None), dtype=object)


def test_honest_properties_are_left_in_peace() -> None:
    assert found({"country": np.where(CHANCE < 0.5, "FR", "DE"), "size": STRENGTH[:, 0] + 0.8 * CHANCE}) == {}


def test_known_far_more_often_for_the_converted() -> None:
    finding = found({"occupation": texts(np.where(OUTCOME, 0.94, 0.03) > CHANCE)})["occupation"]
    assert finding.severity is Severity.LEAVE_OUT
    sign = next(each for each in finding.signs if each.code == "known_for_converted")
    assert sign.values["converted"] == pytest.approx(0.94, abs=0.02)
    assert sign.values["others"] == pytest.approx(0.03, abs=0.02)


def test_what_is_asked_of_most_is_only_worth_a_look() -> None:
    finding = found({"occupation": texts(np.where(OUTCOME, 0.92, 0.65) > CHANCE)})["occupation"]
    assert (finding.severity, codes(finding)) == (Severity.LOOK, ["known_for_converted"])


def test_a_value_that_only_the_converted_have() -> None:
    tags = np.where(OUTCOME & (CHANCE < 0.4), "signed", np.where(CHANCE < 0.7, "called", "new"))
    finding = found({"labels": tags})["labels"]
    assert finding.severity is Severity.LEAVE_OUT
    assert finding.signs[0].values["value"] == "signed"
    assert finding.signs[0].values["share"] == 1.0


def test_one_that_tells_the_outcome_alone() -> None:
    finding = found({"amount": np.where(OUTCOME, 100 + 50 * CHANCE, 0.0) * (CHANCE > 0.02)})["amount"]
    assert finding.severity is Severity.LEAVE_OUT
    assert "near_perfect" in codes(finding)


def test_one_that_does_better_than_everything_else_together() -> None:
    finding = found({"page_value": OUTCOME * 1.8 + _noise(3)})["page_value"]
    assert codes(finding) == ["too_good"]
    assert finding.signs[0].values["auc"] > finding.signs[0].values["rest"]


def test_with_a_history_of_its_own_it_may_be_that_good() -> None:
    finding = found({"page_value": OUTCOME * 1.8 + _noise(3)}, history=("visits", "page_value"))["page_value"]
    assert finding.severity is Severity.LOOK


def test_set_after_the_conversion() -> None:
    converted_at = np.where(OUTCOME, 1000, UNKNOWN)
    set_at = {"note": np.where(CHANCE < 0.7, 1500, 500), "industry": np.full(ROWS, 500)}
    columns = {"note": np.where(CHANCE < 0.5, "a", "b"), "industry": np.where(CHANCE < 0.3, "a", "b")}
    findings = found(columns, set_at=set_at, converted_at=converted_at)
    assert list(findings) == ["note"]
    assert findings["note"].signs[0].values["share"] == pytest.approx(0.7, abs=0.05)


def test_a_name_of_the_end_counts_only_where_it_tells_something() -> None:
    findings = found({"elapsed_days": OUTCOME * 0.8 + _noise(4), "closed_by": np.where(CHANCE < 0.5, "a", "b")})
    assert {name: codes(each) for name, each in findings.items()} == {"elapsed_days": ["named_after_the_end"]}


def test_two_lesser_signs_weigh_as_much_as_a_grave_one() -> None:
    place = np.arange(ROWS, dtype=np.float64)
    rated = OUTCOME * 0.8 + _noise(5)
    filled = np.where((place > 600) & (place < 1400), np.nan, rated)
    alone = found({"fit_score": rated}, place=place)["fit_score"]
    both = found({"fit_score": filled}, place=place)["fit_score"]
    assert alone.severity is Severity.LOOK
    assert (both.severity, codes(both)) == (
        Severity.LEAVE_OUT,
        ["named_after_a_judgement", "unknown_for_a_time"],
    )


def test_whoever_knows_better_keeps_a_property() -> None:
    findings = found({"amount": OUTCOME * 1.0, "stage": OUTCOME * 2.0}).values()
    assert left_out(findings) == {"amount", "stage"}
    assert left_out(findings, kept=["amount"]) == {"stage"}


def test_rows_left_out_by_sampling_count_by_their_weight() -> None:
    few = pd.DataFrame({"source": np.where(OUTCOME | (CHANCE < 0.02), "fair", "web")})
    weight = np.where(OUTCOME, 1.0, 50.0)
    seen = Seen(OUTCOME, weight, np.zeros(ROWS, np.int64))
    (finding,) = leaks(few, [Suspect("source", "source", False)], seen)
    assert "only_converted" not in codes(finding)


@pytest.mark.parametrize(
    "name", ["opportunity_amount", "window", "windows_version", "lasting", "closet_size", "daystar"]
)
def test_words_are_compared_whole(name: str) -> None:
    assert telling(name) is None


def _noise(seed: int) -> Any:
    return np.random.default_rng(seed).normal(size=ROWS)
