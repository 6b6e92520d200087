"""Counts told from a sample."""

import random

from tamis.operations.preview.estimate import Estimate, estimate


def test_a_count_of_all_records_is_exact():
    assert estimate(7, of=80, total=80) == Estimate(7)
    assert estimate(7, of=80, total=80).is_exact


def test_a_count_from_a_sample_is_told_with_its_margin_and_no_more_digits_than_that_allows():
    assert estimate(620, of=20_000, total=1_000_000) == Estimate(31_000, 3_000)


def test_what_nobody_of_the_sample_does_a_few_of_all_may_do():
    assert estimate(0, of=20_000, total=1_000_000) == Estimate(0, 200)
    assert estimate(20_000, of=20_000, total=1_000_000) == Estimate(1_000_000, 200)


def test_the_truth_lies_within_the_margin_nineteen_times_in_twenty():
    draw = random.Random(4)
    population = [n < 3_000 for n in range(100_000)]
    hits = 0
    for _ in range(200):
        told = estimate(sum(draw.sample(population, 2_000)), of=2_000, total=100_000)
        hits += abs(told.count - 3_000) <= told.margin
    assert hits >= 186
