"""What is said of a model before and after it was judged."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tamis.predict.evaluation.comparison import RivalKind
from tamis.predict.evaluation.drift import Drift
from tamis.predict.evaluation.held_out import HeldOut, Said, held_out
from tamis.predict.evaluation.importance import Importance
from tamis.predict.evaluation.intervals import Judged
from tamis.predict.evaluation.readiness import Readiness, Stage, readiness
from tamis.predict.evaluation.segments import beyond_chance, by_segment
from tamis.predict.evaluation.splits import Caveat, Rows, Split, Way
from tamis.predict.evaluation.verdict import Evidence, Level, as_of_now, verdict

PLENTY = Readiness(open=900, converted=800, others=3000, landmarks=12, rows=20_000, first=0, last=10**12)
ROWS = 1000
_DRAWS = np.random.default_rng(2)
TRUE = _DRAWS.beta(1, 5, ROWS)
OUTCOME = _DRAWS.random(ROWS) < TRUE
SPLIT = Split(np.arange(9000), np.arange(ROWS), Way.LANDMARKS, 10**12)


def judged(probability: np.ndarray, split: Split = SPLIT, rivals: dict | None = None, **more: object) -> HeldOut:
    said = Said(
        Judged(OUTCOME, np.ones(ROWS), np.arange(ROWS)),
        np.zeros(ROWS, np.int64),
        probability,
        float(OUTCOME.mean()),
        rivals or {},
        **more,  # type: ignore[arg-type]
    )
    return held_out(split, said, seed=1)


def said_of(evidence: Evidence) -> tuple[Level, list[str]]:
    found = verdict(evidence)
    return found.level, [reason.said.code for reason in found.reasons]


@pytest.fixture(scope="module")
def good() -> HeldOut:
    return judged(TRUE)


def test_thirty_one_of_forty_conversions() -> None:
    rows = Rows(np.repeat(np.arange(100), 2), np.tile([0, 5], 100), np.repeat(np.arange(100) < 31, 2))
    found = readiness(rows, open_now=60)
    need = found.needs[0]
    assert (need.what, need.have, need.wanted) == ("converted", 31, 40)
    assert (found.stage, found.progress) == (Stage.TOO_LITTLE, 31 / 40)
    assert (found.others, found.landmarks, found.rows) == (69, 2, 200)
    assert said_of(Evidence(found, None)) == (Level.NOT_READY, ["too_few_converted"])


@pytest.mark.parametrize(
    ("converted", "stage", "wanted"),
    [(39, "too_little", 40), (40, "order", 100), (100, "percentages", 500), (500, "settled", 500)],
)
def test_stages_begin_at_their_counts(converted: int, stage: str, wanted: int) -> None:
    found = replace(PLENTY, converted=converted)
    assert (found.stage, found.needs[0].wanted) == (stage, wanted)


def test_true_probabilities_are_ready(good: HeldOut) -> None:
    assert said_of(Evidence(PLENTY, good)) == (Level.READY, ["better_than_chance", "percentages_hold"])


def test_no_signal_is_not_ready() -> None:
    level, codes = said_of(Evidence(PLENTY, judged(np.random.default_rng(3).permutation(TRUE))))
    assert level is Level.NOT_READY
    assert codes[:2] == ["worse_than_base_rate", "order_by_chance"]


def test_percentages_that_are_far_off_are_not_ready_however_good_the_order() -> None:
    level, codes = said_of(Evidence(PLENTY, judged(np.minimum(TRUE * 3, 0.99))))
    assert level is Level.NOT_READY
    assert {"percentages_off", "rate_off", "better_than_chance"} & set(codes) >= {"percentages_off", "rate_off"}


def test_percentages_that_are_somewhat_off_are_used_with_care() -> None:
    level, codes = said_of(Evidence(PLENTY, judged(np.minimum(TRUE * 1.35, 0.99))))
    assert level is Level.WITH_CARE
    assert codes[-1] == "better_than_chance"
    assert "rate_off" in codes


def test_no_gap_is_said(good: HeldOut) -> None:
    told = replace(good, caveats=(Caveat.NO_GAP,), way=Way.RECORDS)
    assert said_of(Evidence(PLENTY, told))[1] == ["no_gap_records", "better_than_chance_elsewhere", "percentages_hold"]
    assert said_of(Evidence(PLENTY, replace(good, caveats=(Caveat.NO_TIME,)))) == (
        Level.WITH_CARE,
        ["no_time", "better_than_chance", "percentages_hold"],
    )


def test_no_better_than_calling_the_most_recent_is_said() -> None:
    found = judged(TRUE, rivals={(RivalKind.NAIVE_BAYES, ""): TRUE * 0.9}, days_since=1 - TRUE)
    codes = said_of(Evidence(PLENTY, found))[1]
    assert codes[:2] == ["no_better_than_most_recent", "no_better_than_naive_bayes"]


def test_a_changed_world_and_kept_leaks_are_said(good: HeldOut) -> None:
    drifts = (Drift("", 0.3, 0.1, 0.3), Drift("visits", 0.4, 3, 9), Drift("age", 0.01, 1, 1))
    found = verdict(Evidence(PLENTY, good, drifts, weighing(visits=0.3, age=0.7), ("tags",)))
    assert found.level is Level.WITH_CARE
    said = {reason.said.code: reason.said.values for reason in found.reasons}
    assert said["outcome_moved"] == {"then": 0.1, "now": 0.3}
    assert said["input_moved"] == {"count": 1, "name": "visits", "weight": 0.3}
    assert said["leaks_kept"]["names"] == "tags"


def test_what_moved_and_weighs_little_counts_where_it_is_much_together(good: HeldOut) -> None:
    away = tuple(Drift(name, 0.9, 1, 2) for name in "abcdefgh")
    few = verdict(Evidence(PLENTY, good, away, weighing(**dict.fromkeys("abcdefgh", 0.01), country=0.92)))
    many = verdict(Evidence(PLENTY, good, away, weighing(**dict.fromkeys("abcdefgh", 0.015), country=0.88)))
    assert few.level is Level.READY
    assert (many.level, many.reasons[0].said.code) == (Level.WITH_CARE, "inputs_moved")
    assert many.reasons[0].said.values == {"count": 8, "name": "a", "weight": pytest.approx(0.12)}


def test_what_has_moved_since_takes_the_place_of_what_had_moved_in_training(good: HeldOut) -> None:
    before, weights = (Drift("visits", 0.4, 3, 9),), weighing(visits=0.3, country=0.7)
    found = verdict(Evidence(PLENTY, good, before, weights))
    since = as_of_now(found, (Drift("country", 0.6, 0.1, 0.9),), weights)
    assert [reason.said.values.get("name") for reason in since.reasons] == ["country", None, None]
    assert as_of_now(since, (), weights) == verdict(Evidence(PLENTY, good))


def weighing(**shares: float) -> tuple[Importance, ...]:
    return tuple(Importance(name, (name,), share, share) for name, share in shares.items())


PARTS = pd.Series([f"part {number % 10}" for number in range(ROWS)])


def test_a_part_that_is_off_beyond_chance_is_named_and_wants_care() -> None:
    low = np.where(PARTS == "part 3", TRUE * 0.4, TRUE)
    found = verdict(Evidence(PLENTY, judged(low, segments={"country": PARTS})))
    assert found.level is Level.WITH_CARE
    first, *others = (reason.said for reason in found.reasons)
    assert (first.code, first.values["by"], first.values["group"]) == ("segment_off", "country", "part 3")
    assert first.values["happened"] > 1.5 * first.values["said"]
    assert [each.code for each in others] == ["better_than_chance", "percentages_hold_on_average"]


def test_several_parts_that_are_off_are_named() -> None:
    low = np.where(PARTS.isin(["part 3", "part 4", "part 7"]), TRUE * 0.2, TRUE)
    found = verdict(Evidence(PLENTY, judged(low, segments={"country": PARTS})))
    values = next(each.said.values for each in found.reasons if each.said.code == "segments_off")
    assert values["count"] == 3
    assert {values["group"], *str(values["others"]).split(", ")} == {"part 3", "part 4", "part 7"}


def test_of_true_percentages_chance_is_told_as_chance() -> None:
    """Though each record counts at three landmarks: as rows of their own they would look far less like chance."""
    draw = np.random.default_rng(5)
    chance = np.repeat(draw.beta(1, 5, 6_000), 3)
    outcome = np.repeat(draw.random(6_000) < chance[::3], 3)
    record, part = np.repeat(np.arange(6_000), 3), pd.Series(np.arange(18_000) // 3 % 80).astype(str)
    found = by_segment(part, Judged(outcome, np.ones(18_000), record), chance, most=80)
    apart = by_segment(part, Judged(outcome, np.ones(18_000), np.arange(18_000)), chance, most=80)
    assert beyond_chance(found) == ()
    assert sum(each.by_chance < 0.05 for each in found) <= 6
    assert sum(each.by_chance < 0.05 for each in apart) >= 12
