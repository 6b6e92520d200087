"""What calling from the top brings, on lists small enough to count."""

from __future__ import annotations

import numpy as np
import pytest

from tamis.predict.evaluation.ranking import WEEK, by_capacity, cut_at, cuts, deciles, gain_at, weeks_covered

# Twenty leads, the best first; the first four and the tenth converted.
SCORE = np.linspace(0.95, 0.0, 20)
OUTCOME = np.isin(np.arange(20), [0, 1, 2, 3, 9])
ONES = np.ones(20)


def test_deciles_of_twenty_leads() -> None:
    found = deciles(OUTCOME, SCORE, ONES)
    assert [each.conversions for each in found] == pytest.approx([2, 2, 0, 0, 1, 0, 0, 0, 0, 0])
    assert found[0].rate == pytest.approx(1.0)
    # A quarter of all converted.
    assert found[0].lift == pytest.approx(4.0)
    assert [each.gain for each in found][:5] == pytest.approx([0.4, 0.8, 0.8, 0.8, 1.0])


def test_leads_with_equal_scores_have_no_order() -> None:
    gain = gain_at(OUTCOME, np.full(20, 0.3), ONES, np.array([0.1, 0.5, 1.0]))
    assert gain.tolist() == pytest.approx([0.1, 0.5, 1.0])


def test_the_matrix_at_a_threshold() -> None:
    cut = cut_at(OUTCOME, SCORE, ONES, threshold=0.7)
    assert (cut.called, cut.hits, cut.false_alarms, cut.missed, cut.spared) == (6, 4, 2, 1, 13)
    assert (cut.precision, cut.recall) == pytest.approx((4 / 6, 4 / 5))
    assert cut.per_week is None


def test_forty_a_week_is_the_threshold_above_which_forty_a_week_are() -> None:
    cut = by_capacity(OUTCOME, SCORE, ONES, per_week=2, weeks=2.5)
    assert (cut.called, cut.hits, cut.per_week) == (5, 4, 2.0)
    assert cut.threshold == pytest.approx(SCORE[4])


def test_who_stands_equal_is_called_together_or_not_at_all() -> None:
    score = np.where(np.arange(20) < 3, 0.9, 0.2)
    assert by_capacity(OUTCOME, score, ONES, per_week=10, weeks=1).called == 3
    assert [cut.called for cut in cuts(OUTCOME, score, ONES)] == [3, 20]


def test_the_last_cut_calls_everybody() -> None:
    found = cuts(OUTCOME, SCORE, ONES, weeks=2)
    assert [cut.called for cut in found] == list(range(1, 21))
    assert (found[-1].recall, found[-1].per_week) == (1.0, 10.0)


def test_weeks_go_from_the_first_landmark_to_the_end_of_the_last() -> None:
    assert weeks_covered(np.array([0, 4 * WEEK, 8 * WEEK])) == 12
    assert weeks_covered(np.array([0, 0])) is None
    assert weeks_covered(np.array([0, 0]), period=4 * WEEK) == 4
