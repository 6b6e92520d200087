"""What a model is judged by is newer than what it learnt from, and no outcome counts on both sides."""

from __future__ import annotations

import numpy as np
import pytest

from tamis.predict.evaluation.folds import folds
from tamis.predict.evaluation.splits import Caveat, Rows, Split, Way, newest

DAY = 24 * 3600 * 1_000_000
HORIZON = 90 * DAY


def monthly(records: int, months: int, rate: float = 0.2, seed: int = 0) -> Rows:
    """Every record at every landmark."""
    drawn = np.random.default_rng(seed).random(records * months)
    return Rows(np.repeat(np.arange(records), months), np.tile(np.arange(months) * 30 * DAY, records), drawn < rate)


def one_each(records: int, days: int) -> Rows:
    """Each record once, spread over some days."""
    at = np.linspace(0, days * DAY, records).astype(np.int64)
    return Rows(np.arange(records), at, np.arange(records) % 4 == 0)


def outcomes_overlap(rows: Rows, split: Split) -> bool:
    """Whether something that happens after a landmark learnt from may be what is judged."""
    return bool(rows.landmark[split.train].max() + HORIZON > rows.landmark[split.test].min())


def test_the_newest_fifth_of_the_landmarks_is_held_out_after_a_gap_of_one_horizon() -> None:
    rows = monthly(200, 20)
    split = newest(rows, horizon=HORIZON)
    assert split.way is Way.LANDMARKS
    assert np.unique(rows.landmark[split.test] // (30 * DAY)).tolist() == [16, 17, 18, 19]
    assert np.unique(rows.landmark[split.train] // (30 * DAY)).tolist() == list(range(14))
    assert split.gap == HORIZON
    assert split.caveats == ()
    assert not outcomes_overlap(rows, split)


def test_with_one_landmark_a_record_the_newest_records_are_held_out() -> None:
    rows = one_each(500, 500)
    split = newest(rows, horizon=HORIZON)
    assert split.way is Way.NEWEST_RECORDS
    assert len(split.test) == 100
    assert rows.landmark[split.test].min() > rows.landmark[split.train].max()
    assert split.gap >= HORIZON


def test_records_with_one_landmark_each_stay_in_order_where_there_is_no_room_for_a_gap() -> None:
    rows = one_each(500, 60)
    split = newest(rows, horizon=HORIZON)
    assert split.way is Way.NEWEST_RECORDS
    assert split.caveats == (Caveat.NO_GAP,)
    assert rows.landmark[split.test].min() > rows.landmark[split.train].max()


def test_too_few_landmarks_for_a_gap_hold_out_other_records_and_say_so() -> None:
    rows = monthly(200, 3)
    split = newest(rows, horizon=HORIZON)
    assert split.way is Way.RECORDS
    assert split.caveats == (Caveat.NO_GAP,)
    assert not set(rows.record[split.train]) & set(rows.record[split.test])
    assert len(set(rows.record[split.test])) == pytest.approx(40, abs=1)


def test_a_table_of_one_instant_is_divided_by_record_alike_whatever_the_order_of_its_rows() -> None:
    rows = monthly(300, 1)
    split = newest(rows, horizon=0, seed=7)
    backwards = Rows(rows.record[::-1], rows.landmark[::-1], rows.outcome[::-1])
    again = newest(backwards, horizon=0, seed=7)
    assert split.caveats == (Caveat.NO_TIME,)
    assert set(rows.record[split.test]) == set(backwards.record[again.test])
    assert set(rows.record[split.test]) != set(rows.record[newest(rows, horizon=0, seed=8).test])
    # Conversions are divided as the others are.
    assert rows.outcome[split.test].mean() == pytest.approx(rows.outcome.mean(), abs=0.01)


def test_a_side_without_conversions_is_told() -> None:
    rows = monthly(50, 1, rate=0.0)
    assert Caveat.ONE_CLASS in newest(rows, horizon=0).caveats


def test_candidates_are_chosen_on_newer_data_than_they_learn_from() -> None:
    rows = monthly(200, 20)
    found = folds(rows, horizon=HORIZON, count=3)
    assert len(found) == 3
    starts = [int(rows.landmark[fold.test].min()) for fold in found]
    assert starts == sorted(starts)
    assert not any(outcomes_overlap(rows, fold) for fold in found)
    assert rows.landmark[found[-1].test].max() == rows.landmark.max()
    assert not set(found[0].test) & set(found[1].test)


def test_folds_of_one_instant_judge_each_record_once() -> None:
    rows = monthly(100, 1, rate=0.4)
    found = folds(rows, horizon=0, count=4)
    judged = np.concatenate([fold.test for fold in found])
    assert sorted(judged) == list(range(100))
    assert all(not set(fold.train) & set(fold.test) for fold in found)


def test_records_with_one_landmark_each_are_chosen_on_in_their_order_even_without_a_gap() -> None:
    rows = one_each(500, 100)
    found = folds(rows, horizon=HORIZON, count=3)
    assert len(found) == 3
    assert all(fold.caveats == (Caveat.NO_GAP,) for fold in found)
    assert all(rows.landmark[fold.train].max() < rows.landmark[fold.test].min() for fold in found)


def test_one_fold_of_a_table_without_time_leaves_something_to_learn_from() -> None:
    rows = Rows(np.arange(400), np.zeros(400, dtype=np.int64), np.arange(400) % 4 == 0)
    [fold] = folds(rows, horizon=0, count=1)
    assert 60 < len(fold.test) < 140
    assert sorted([*fold.train, *fold.test]) == list(range(400))
