"""What the benchmark counts, and that it never counts a work that failed."""

import sys

import pytest
from bench.costs import Cost, cost_of_process, in_turns


def test_works_take_turns_and_each_figure_is_a_median():
    done: list[str] = []
    walls = {"tamis": [1.0, 5.0, 2.0], "by hand": [4.0, 6.0, 9.0]}

    def work(name: str) -> Cost:
        done.append(name)
        return Cost(wall=walls[name].pop(0), cpu=1.0, peak=1.0)

    costs = in_turns({name: lambda name=name: work(name) for name in walls}, runs=3)
    assert done == ["tamis", "by hand"] * 3
    assert {name: cost.wall for name, cost in costs.items()} == {"tamis": 2.0, "by hand": 6.0}


def test_a_process_is_counted_from_start_to_exit():
    cost = cost_of_process([sys.executable, "-c", "held = bytearray(200_000_000); sum(range(1_000_000))"])
    assert cost.cpu > 0
    assert cost.wall > 0
    assert cost.peak > 200e6


def test_a_work_that_fails_is_an_error_that_tells_what_it_said():
    with pytest.raises(RuntimeError, match="no such folder"):
        cost_of_process([sys.executable, "-c", "raise SystemExit('no such folder')"])
